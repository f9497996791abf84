package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;

/// A connection with another process of this host. No call waits longer than it is told to,
/// whatever the other one does.
///
/// Thread: one at a time.
public final class Connection implements Closeable {
  /// `struct pollfd`, and where it has the events asked for.
  private static final int POLLFD = 8;

  private static final int POLL_EVENTS = 4;

  /// `struct ucred`, and where it has the user.
  private static final int UCRED = 12;

  private static final int UCRED_USER = 4;

  private final Libc libc;
  private final Fd socket;

  /// Takes ownership of the socket, which never blocks.
  Connection(Libc libc, Fd socket) {
    this.libc = libc;
    this.socket = socket;
  }

  /// @throws PosixException `ENOENT` or `ECONNREFUSED` if nobody listens, `EACCES` if this process
  ///   may not connect, `EAGAIN` if too many wait already
  static Connection open(Libc libc, Path path) throws PosixException {
    String address = path.toString();
    Fd socket = UnixSocket.open(libc, address, Uapi.SOCK_STREAM_NONBLOCK_CLOEXEC);
    try (Scratch scratch = Scratch.open()) {
      UnixSocket.Address to = UnixSocket.address(scratch, address);
      libc.call(
          "connect", address, e -> Libc.connect.call(e, socket.number(), to.memory(), to.length()));
      return new Connection(libc, socket);
    } catch (PosixException e) {
      libc.release(socket);
      throw e;
    }
  }

  /// The effective user id that the other process had when it connected.
  public int user() throws PosixException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment credentials = scratch.allocate(UCRED, Integer.BYTES);
      MemorySegment length = scratch.allocateFrom(JAVA_INT, UCRED);
      libc.call(
          "getsockopt",
          socket.path(),
          e ->
              Libc.getsockopt.call(
                  e, socket.number(), Uapi.SOL_SOCKET, Uapi.SO_PEERCRED, credentials, length));
      return credentials.get(JAVA_INT, UCRED_USER);
    }
  }

  /// @param within until something comes
  /// @return how many bytes, 0 when the other process has ended the connection
  /// @throws PosixException `ETIMEDOUT`
  public int read(byte[] into, Duration within) throws IOException {
    await(WakeablePoll.POLLIN, "read", within);
    MemorySegment buffer = Scratch.transfer();
    long length = Math.min(into.length, buffer.byteSize());
    long got =
        libc.call("read", socket.path(), e -> Libc.read.call(e, socket.number(), buffer, length));
    MemorySegment.copy(buffer, JAVA_BYTE, 0, into, 0, (int) got);
    return (int) got;
  }

  /// Writes all of it.
  ///
  /// @param within until the other process has taken all of it
  /// @throws PosixException `ETIMEDOUT`, or `EPIPE` when the other process has ended the connection
  public void write(byte[] all, Duration within) throws IOException {
    MemorySegment buffer = Scratch.transfer();
    long end = System.nanoTime() + within.toNanos();
    for (int done = 0; done < all.length; ) {
      await(WakeablePoll.POLLOUT, "write", Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      long part = Math.min(all.length - done, buffer.byteSize());
      MemorySegment.copy(all, done, buffer, JAVA_BYTE, 0, (int) part);
      done +=
          (int)
              Math.max(
                  0,
                  libc.callOr(
                      Errno.EAGAIN,
                      "write",
                      socket.path(),
                      e ->
                          Libc.sendto.call(
                              e, socket.number(), buffer, part, Uapi.MSG_NOSIGNAL, 0L, 0)));
    }
  }

  private void await(short event, String verb, Duration within) throws PosixException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment polled = scratch.allocate(POLLFD, Integer.BYTES).fill((byte) 0);
      polled.set(JAVA_INT, 0, socket.number());
      polled.set(JAVA_SHORT, POLL_EVENTS, event);
      int millis = (int) Math.min(Integer.MAX_VALUE, within.toMillis());
      long ready = libc.call("poll", socket.path(), e -> Libc.poll.call(e, polled, 1L, millis));
      if (ready == 0) {
        throw new PosixException(verb, socket.path(), Errno.ETIMEDOUT);
      }
    }
  }

  @Override
  public void close() {
    libc.release(socket);
  }
}
