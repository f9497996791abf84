package filereeve.packaging;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// An archive of classes as Java wrote it. Two of the same classes differ in the time of their soft
/// references, and in the checksums, which Java does not check.
///
/// @param content with the byte order of this machine
/// @param begin of the time when it was written, by the clock that Java's soft references have:
///   milliseconds of [System#nanoTime()]
/// @param end of that time
record Dump(ByteBuffer content, long begin, long end) {
  /// The header has the checksums; it ends before.
  private static final int HEADER = 4096;

  /// Of the header, and of what refers to times: the heap, and the other regions.
  private static final int MOST_CHECKSUMS = 6;

  /// A time that no garbage collection finds long ago, so that what the archive has is kept until
  /// it was used once.
  private static final long NEVER_LONG_AGO = 1L << 62;

  /// @param list of classes
  /// @param file that is made
  static Dump of(Path image, Path list, Path file) throws IOException, InterruptedException {
    long begin = now();
    Program.java(
        image,
        "-Xshare:dump",
        "-XX:+AOTClassLinking",
        "-Xlog:aot=error,aot+resolve=error,cds=error,class+path=error",
        "-XX:SharedClassListFile=" + list,
        "-XX:SharedArchiveFile=" + file);
    return new Dump(
        ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder()), begin, now());
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /// This archive, with a fixed value where the other one has another.
  ///
  /// @throws IOException if they differ in something else
  byte[] settledBy(Dump other) throws IOException {
    if (content.capacity() != other.content.capacity()) {
      throw new IOException("two archives of the same classes have different sizes");
    }
    var settled = new byte[content.capacity()];
    content.get(0, settled);
    ByteBuffer words = ByteBuffer.wrap(settled).order(content.order());
    int checksums = 0;
    for (int at = 0; at < HEADER; at += Integer.BYTES) {
      if (content.getInt(at) != other.content.getInt(at)) {
        words.putInt(at, 0);
        checksums++;
      }
    }
    if (checksums > MOST_CHECKSUMS) {
      throw new IOException("two archives of the same classes differ in more than checksums");
    }
    for (int at = HEADER; at < settled.length; at += Long.BYTES) {
      if (content.getLong(at) != other.content.getLong(at)) {
        if (!isTime(at) || !other.isTime(at)) {
          throw new IOException(
              "two archives of the same classes differ at %#x: %#x and %#x"
                  .formatted(at, content.getLong(at), other.content.getLong(at)));
        }
        words.putLong(at, NEVER_LONG_AGO);
      }
    }
    return settled;
  }

  private boolean isTime(int at) {
    long value = content.getLong(at);
    return begin <= value && value <= end;
  }
}
