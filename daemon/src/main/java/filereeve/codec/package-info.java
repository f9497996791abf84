/// Archives of independent frames in gzip, zstd, xz, bzip2 and lz4: written as a stream, with each
/// frame read back at once. A gzip archive is one member all the same.
@NullMarked
package filereeve.codec;

import org.jspecify.annotations.NullMarked;
