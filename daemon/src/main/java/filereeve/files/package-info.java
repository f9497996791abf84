/// Crash-safe operations on directories and small files; remedies for their failures.
@NullMarked
package filereeve.files;

import org.jspecify.annotations.NullMarked;
