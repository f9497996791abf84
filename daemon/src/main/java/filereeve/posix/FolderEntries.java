package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads the names in a folder: `struct linux_dirent64` of getdents64(2).
final class FolderEntries {
  private static final int RECORD_LENGTH = 16;
  private static final int NAME = 19;

  private final Libc libc;
  private final Fd folder;
  private final MemorySegment buffer;

  FolderEntries(Libc libc, Fd folder, MemorySegment buffer) {
    this.libc = libc;
    this.folder = folder;
    this.buffer = buffer;
  }

  List<Path> names() throws PosixException {
    libc.call(
        "rewind", folder.path(), e -> (long) Libc.lseek.invokeExact(e, folder.number(), 0L, 0));
    var names = new ArrayList<Path>();
    for (long filled = fill(); filled > 0; filled = fill()) {
      for (long at = 0; at < filled; ) {
        addName(at, names);
        at += Short.toUnsignedInt(buffer.get(JAVA_SHORT_UNALIGNED, at + RECORD_LENGTH));
      }
    }
    return names;
  }

  private long fill() throws PosixException {
    return libc.call(
        "list",
        folder.path(),
        e -> (long) Libc.getdents64.invokeExact(e, folder.number(), buffer, buffer.byteSize()));
  }

  private void addName(long at, List<Path> names) {
    long end = at + NAME;
    while (buffer.get(JAVA_BYTE, end) != 0) {
      end++;
    }
    byte[] name = buffer.asSlice(at + NAME, end - at - NAME).toArray(JAVA_BYTE);
    boolean itselfOrParent =
        name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
    if (!itselfOrParent) {
      names.add(PathBytes.toName(name));
    }
  }
}
