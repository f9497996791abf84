/// The time that passes, and waiting for it.
@NullMarked
package filereeve.time;

import org.jspecify.annotations.NullMarked;
