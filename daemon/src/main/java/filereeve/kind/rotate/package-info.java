/// Rotates logs: reads the log and its archives, plans, acts; archives on disk are the only record.
@NullMarked
package filereeve.kind.rotate;

import org.jspecify.annotations.NullMarked;
