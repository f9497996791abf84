/// Tests of the system calls.
@NullMarked
package filereeve.zone;

import org.jspecify.annotations.NullMarked;
