/// Tests of the system calls.
@NullMarked
package filereeve.posix;

import org.jspecify.annotations.NullMarked;
