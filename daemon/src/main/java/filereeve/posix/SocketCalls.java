package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.OptionalInt;

/// Unix sockets: messages, and connections with processes of this host.
interface SocketCalls extends LinuxCalls {
  @Override
  default void sendDatagram(String address, byte[] message) throws IOException {
    Fd fd = UnixSocket.open(libc(), Uapi.SOCK_DGRAM_CLOEXEC, address);
    try (Scratch scratch = Scratch.open()) {
      UnixSocket.Address to = UnixSocket.address(scratch, address);
      MemorySegment bytes = scratch.allocate(message.length, 1);
      MemorySegment.copy(message, 0, bytes, JAVA_BYTE, 0, message.length);
      call(
          "send to",
          address,
          e ->
              Libc.sendto.call(
                  e,
                  fd.number(),
                  bytes,
                  (long) message.length,
                  Uapi.MSG_NOSIGNAL,
                  to.memory(),
                  to.length()));
    } finally {
      libc().release(fd);
    }
  }

  @Override
  default Listener listen(Fd directory, Path name, int mode, OptionalInt group) throws IOException {
    return Listener.open(libc(), directory, name, mode, group);
  }

  @Override
  default Connection connect(Path socket) throws IOException {
    Fd directory = openDirectory(requireNonNull(socket.getParent()));
    try {
      return Connection.open(libc(), directory, requireNonNull(socket.getFileName()));
    } finally {
      libc().release(directory);
    }
  }
}
