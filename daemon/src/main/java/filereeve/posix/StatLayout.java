package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.time.Instant;

/// Reads `struct statx` of `linux/stat.h`, which is the same on every architecture.
final class StatLayout {
  static final long SIZE = 256;

  /// `STATX_BASIC_STATS | STATX_BTIME`.
  static final int MASK = 0x7ff | 0x800;

  private static final int BTIME = 0x800;
  private static final int SECTOR = 512;

  private StatLayout() {}

  static Stat read(MemorySegment s) {
    int mode = Short.toUnsignedInt(s.get(JAVA_SHORT, 28));
    Instant changed = time(s, 96);
    Instant modified = time(s, 112);
    Instant earlier = modified.isBefore(changed) ? modified : changed;
    return new Stat(
        type(mode),
        ((long) s.get(JAVA_INT, 136) << 32) | Integer.toUnsignedLong(s.get(JAVA_INT, 140)),
        s.get(JAVA_LONG, 32),
        mode & 07777,
        s.get(JAVA_INT, 16),
        s.get(JAVA_INT, 20),
        s.get(JAVA_INT, 24),
        s.get(JAVA_LONG, 40),
        s.get(JAVA_LONG, 48) * SECTOR,
        time(s, 64),
        modified,
        changed,
        (s.get(JAVA_INT, 0) & BTIME) != 0 ? time(s, 80) : earlier);
  }

  private static Stat.Type type(int mode) {
    return switch (mode & 0170000) {
      case 0100000 -> Stat.Type.REGULAR;
      case 0040000 -> Stat.Type.DIRECTORY;
      case 0120000 -> Stat.Type.SYMLINK;
      default -> Stat.Type.OTHER;
    };
  }

  private static Instant time(MemorySegment s, long offset) {
    return Instant.ofEpochSecond(s.get(JAVA_LONG, offset), s.get(JAVA_INT, offset + 8));
  }
}
