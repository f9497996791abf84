/// Tests of the watch, with real kernel events.
@NullMarked
package filereeve.watch;

import org.jspecify.annotations.NullMarked;
