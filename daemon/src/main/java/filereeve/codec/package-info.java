/// Streaming, verified compression, and the crash-safe replacement of a file by its compressed
/// variant.
@NullMarked
package filereeve.codec;

import org.jspecify.annotations.NullMarked;
