package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import filereeve.posix.DirectoryListing.Kind;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// Reads what is in an open directory: `struct linux_dirent64` of getdents64(2).
final class DirectoryEntries {
  private static final int LENGTH = 16;
  private static final int TYPE = 18;
  private static final int NAME = 19;
  private static final int DT_UNKNOWN = 0;
  private static final int DT_DIR = 4;
  private static final int DT_LNK = 10;

  private final Libc libc;
  private final Fd directory;
  private final MemorySegment buffer;

  DirectoryEntries(Libc libc, Fd directory, MemorySegment buffer) {
    this.libc = libc;
    this.directory = directory;
    this.buffer = buffer;
  }

  /// Visits the entries that were not read yet.
  void each(DirectoryListing.Visit visit) throws PosixException {
    for (long filled = fill(); filled > 0; filled = fill()) {
      for (long at = 0; at < filled; ) {
        Kind kind = kind(buffer.get(JAVA_BYTE, at + TYPE));
        if (!isItselfOrParent(at + NAME) && visit.wants(kind)) {
          visit.entry(name(at + NAME), kind);
        }
        at += Short.toUnsignedInt(buffer.get(JAVA_SHORT_UNALIGNED, at + LENGTH));
      }
    }
  }

  private long fill() throws PosixException {
    return libc.call(
        "list",
        directory.path(),
        e -> Libc.getdents64.call(e, directory.number(), buffer, buffer.byteSize()));
  }

  private static Kind kind(byte type) {
    return switch (type) {
      case DT_DIR -> Kind.DIRECTORY;
      case DT_LNK -> Kind.LINK;
      case DT_UNKNOWN -> Kind.UNKNOWN;
      default -> Kind.OTHER;
    };
  }

  private boolean isItselfOrParent(long at) {
    if (buffer.get(JAVA_BYTE, at) != '.') {
      return false;
    }
    byte next = buffer.get(JAVA_BYTE, at + 1);
    return next == 0 || (next == '.' && buffer.get(JAVA_BYTE, at + 2) == 0);
  }

  private Path name(long at) {
    int length = 0;
    while (buffer.get(JAVA_BYTE, at + length) != 0) {
      length++;
    }
    byte[] name = new byte[length];
    MemorySegment.copy(buffer, JAVA_BYTE, at, name, 0, length);
    return PathBytes.toName(name);
  }
}
