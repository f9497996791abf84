/// Tests of the names and the retention of archives, as tables.
@NullMarked
package filereeve.archive;

import org.jspecify.annotations.NullMarked;
