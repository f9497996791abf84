/// The archives of logs: names, order, retention, and the state of a log on disk.
@NullMarked
package filereeve.archive;

import org.jspecify.annotations.NullMarked;
