/// The crash-safe replacement of a file by its archive.
@NullMarked
package filereeve.replace;

import org.jspecify.annotations.NullMarked;
