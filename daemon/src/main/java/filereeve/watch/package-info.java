/// File events from the kernel; the only use of directory-watcher.
@NullMarked
package filereeve.watch;

import org.jspecify.annotations.NullMarked;
