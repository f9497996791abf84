/// Rotates logs: look at the log and its archives, plan, act; archives on disk are the only record.
@NullMarked
package filereeve.kind.rotate;

import org.jspecify.annotations.NullMarked;
