/// Names of archives and which of them are kept, as tables.
@NullMarked
package filereeve.archive;

import org.jspecify.annotations.NullMarked;
