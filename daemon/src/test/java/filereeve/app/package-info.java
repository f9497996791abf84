/// Tests of the whole program, in processes of its own.
@NullMarked
package filereeve.app;

import org.jspecify.annotations.NullMarked;
