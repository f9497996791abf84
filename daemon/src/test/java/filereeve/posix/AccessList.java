package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/// Access control lists, as the kernel has them in an extended attribute.
public final class AccessList {
  private static final int VERSION = 2;
  private static final int NOBODY = -1;
  private static final int READ_WRITE_EXECUTE = 7;
  private static final int READ_EXECUTE = 5;

  private AccessList() {}

  /// Lets one more user write to a file or directory of mode 0755; its mode says 0775 then.
  public static void letWrite(Path path, int user) throws IOException {
    set(path, user, "system.posix_acl_access");
  }

  /// Lets one more user write to whatever is created in a directory.
  public static void letWriteNew(Path directory, int user) throws IOException {
    set(directory, user, "system.posix_acl_default");
  }

  private static void set(Path path, int user, String attribute) throws IOException {
    var posix = new LinuxPosix();
    Fd parent = posix.openDirectory(path.resolveSibling("."));
    Open how = Files.isDirectory(path) ? Open.DIRECTORY : Open.READ;
    Fd fd = posix.open(parent, path.getFileName(), how, 0);
    posix.close(parent);
    try (Arena arena = Arena.ofConfined()) {
      int[][] entries = {
        {0x01, READ_WRITE_EXECUTE, NOBODY}, // the owner
        {0x02, READ_WRITE_EXECUTE, user},
        {0x04, READ_EXECUTE, NOBODY}, // the group
        {0x10, READ_WRITE_EXECUTE, NOBODY}, // the mask
        {0x20, READ_EXECUTE, NOBODY}, // others
      };
      MemorySegment list = arena.allocate(4 + 8L * entries.length);
      list.set(JAVA_INT_UNALIGNED, 0, VERSION);
      for (int i = 0; i < entries.length; i++) {
        list.set(JAVA_SHORT_UNALIGNED, 4 + 8L * i, (short) entries[i][0]);
        list.set(JAVA_SHORT_UNALIGNED, 6 + 8L * i, (short) entries[i][1]);
        list.set(JAVA_INT_UNALIGNED, 8 + 8L * i, entries[i][2]);
      }
      MemorySegment name = arena.allocateFrom(attribute);
      posix.call(
          "setxattr", fd, e -> Libc.fsetxattr.call(e, fd.number(), name, list, list.byteSize(), 0));
    } finally {
      posix.close(fd);
    }
  }
}
