package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// One message to a Unix datagram socket, which Java itself cannot send.
final class DatagramSocket {
  private static final short AF_UNIX = 1;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;

  /// Of `sun_path` in `struct sockaddr_un`, the closing zero included.
  private static final int LONGEST = 108;

  private final Libc libc;

  DatagramSocket(Libc libc) {
    this.libc = libc;
  }

  void send(String address, byte[] message) throws PosixException {
    byte[] path = address.getBytes(StandardCharsets.UTF_8);
    if (path.length >= LONGEST) {
      throw new PosixException("send to", address, Errno.ENAMETOOLONG);
    }
    long socket =
        libc.call(
            "socket",
            address,
            e -> (int) Libc.socket.invokeExact(e, (int) AF_UNIX, SOCK_DGRAM_CLOEXEC, 0));
    Fd fd = new Fd((int) socket, address);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment to = arena.allocate(2L + LONGEST, 2);
      to.set(JAVA_SHORT, 0, AF_UNIX);
      MemorySegment.copy(path, 0, to, JAVA_BYTE, 2, path.length);
      boolean isAbstract = address.startsWith("@");
      if (isAbstract) {
        to.set(JAVA_BYTE, 2, (byte) 0);
      }
      int length = 2 + path.length + (isAbstract ? 0 : 1);
      MemorySegment bytes = arena.allocate(message.length);
      MemorySegment.copy(message, 0, bytes, JAVA_BYTE, 0, message.length);
      libc.call(
          "send to",
          address,
          e ->
              (long)
                  Libc.sendto.invokeExact(
                      e, fd.number(), bytes, (long) message.length, MSG_NOSIGNAL, to, length));
    } finally {
      libc.release(fd);
    }
  }
}
