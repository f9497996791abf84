/// Makes the reference of the language, from the definitions that read it.
@NullMarked
package filereeve.schema;

import org.jspecify.annotations.NullMarked;
