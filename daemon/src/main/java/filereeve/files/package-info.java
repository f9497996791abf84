/// Crash-safe operations on files, and the names and the retention of archives.
@NullMarked
package filereeve.files;

import org.jspecify.annotations.NullMarked;
