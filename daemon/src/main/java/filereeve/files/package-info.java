/// Crash-safe operations on directories, small files and stamps.
@NullMarked
package filereeve.files;

import org.jspecify.annotations.NullMarked;
