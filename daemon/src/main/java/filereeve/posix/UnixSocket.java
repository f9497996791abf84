package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// What all Unix sockets have in common.
final class UnixSocket {
  /// A `struct sockaddr_un`.
  ///
  /// @param length of the part in use, bytes
  record Address(MemorySegment memory, int length) {}

  private UnixSocket() {}

  /// @param type `SOCK_…`, with flags
  /// @throws PosixException `ENAMETOOLONG` if the address has no place in a `struct sockaddr_un`
  static Fd open(Libc libc, String address, int type) throws PosixException {
    if (address.getBytes(StandardCharsets.UTF_8).length >= Uapi.LONGEST_SUN_PATH) {
      throw new PosixException("open socket", address, Errno.ENAMETOOLONG);
    }
    long socket =
        libc.call("open socket", address, e -> Libc.socket.call(e, (int) Uapi.AF_UNIX, type, 0));
    return new Fd((int) socket, address);
  }

  /// @param address a path, or `@name` in the abstract namespace
  static Address address(Scratch scratch, String address) {
    byte[] path = address.getBytes(StandardCharsets.UTF_8);
    MemorySegment memory = scratch.allocate(2L + path.length + 1, 2).fill((byte) 0);
    memory.set(JAVA_SHORT, 0, Uapi.AF_UNIX);
    MemorySegment.copy(path, 0, memory, JAVA_BYTE, 2, path.length);
    boolean isAbstract = address.startsWith("@");
    if (isAbstract) {
      memory.set(JAVA_BYTE, 2, (byte) 0);
    }
    return new Address(memory, 2 + path.length + (isAbstract ? 0 : 1));
  }
}
