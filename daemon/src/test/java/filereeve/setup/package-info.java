@NullMarked
package filereeve.setup;

import org.jspecify.annotations.NullMarked;
