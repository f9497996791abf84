/// Tests of the system calls.
@NullMarked
package filereeve.clock;

import org.jspecify.annotations.NullMarked;
