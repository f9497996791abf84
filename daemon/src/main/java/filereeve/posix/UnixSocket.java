package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// What all Unix sockets have in common.
final class UnixSocket {
  /// A `struct sockaddr_un`.
  ///
  /// @param length of the part in use, bytes
  record Address(MemorySegment memory, int length) {}

  private UnixSocket() {}

  /// @param type `SOCK_…`, with flags
  /// @param object for messages
  static Fd open(Libc libc, int type, String object) throws PosixException {
    long socket =
        libc.call("open socket", object, e -> Libc.socket.call(e, (int) Uapi.AF_UNIX, type, 0));
    return new Fd((int) socket, object);
  }

  /// @param text a path, or `@name` in the abstract namespace
  /// @throws PosixException `ENAMETOOLONG` if it has no place in a `struct sockaddr_un`
  static Address address(Scratch scratch, String text) throws PosixException {
    boolean isAbstract = text.startsWith("@");
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (isAbstract) {
      bytes[0] = 0;
    }
    return address(scratch, bytes, bytes.length + (isAbstract ? 0 : 1), text);
  }

  /// Of a name in a directory. Where the path is too long for it, the way leads through the open
  /// directory.
  static Address address(Scratch scratch, Fd directory, Path name) throws PosixException {
    byte[] path = PathBytes.of(Path.of(directory.path()).resolve(name));
    if (path.length >= Uapi.LONGEST_SUN_PATH) {
      path = PathBytes.of(Path.of("/proc/self/fd/" + directory.number()).resolve(name));
    }
    return address(scratch, path, path.length + 1, NameCalls.path(directory, name));
  }

  private static Address address(Scratch scratch, byte[] bytes, int length, String object)
      throws PosixException {
    if (bytes.length >= Uapi.LONGEST_SUN_PATH) {
      throw new PosixException("use socket", object, Errno.ENAMETOOLONG);
    }
    MemorySegment memory = scratch.allocate(2L + bytes.length + 1, 2).fill((byte) 0);
    memory.set(JAVA_SHORT, 0, Uapi.AF_UNIX);
    MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, 2, bytes.length);
    return new Address(memory, 2 + length);
  }
}
