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
/// Thread: one at a time, but where a method says otherwise.
public final class Connection implements Closeable {
  /// A part of the memory that a thread keeps for its calls.
  private static final int BLOCK = 2048;

  /// `struct ucred`, and where it has the user.
  private static final int UCRED = 12;

  private static final int UCRED_USER = 4;

  private final Libc libc;
  private final Fd socket;
  private boolean closed;

  /// Takes ownership of the socket, which never blocks.
  Connection(Libc libc, Fd socket) {
    this.libc = libc;
    this.socket = socket;
  }

  /// @throws PosixException `ENOENT` or `ECONNREFUSED` if nobody listens, `EACCES` if this process
  ///   may not connect, `EAGAIN` if too many wait already
  static Connection open(Libc libc, Fd directory, Path name) throws PosixException {
    String path = NameCalls.path(directory, name);
    Fd socket = UnixSocket.open(libc, Uapi.SOCK_STREAM_NONBLOCK_CLOEXEC, path);
    try (Scratch scratch = Scratch.open()) {
      UnixSocket.Address to = UnixSocket.address(scratch, directory, name);
      libc.call(
          "connect", path, e -> Libc.connect.call(e, socket.number(), to.memory(), to.length()));
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
    try (Scratch scratch = Scratch.open()) {
      long length = Math.min(into.length, BLOCK);
      MemorySegment buffer = scratch.allocate(length, 1);
      long got =
          libc.call("read", socket.path(), e -> Libc.read.call(e, socket.number(), buffer, length));
      MemorySegment.copy(buffer, JAVA_BYTE, 0, into, 0, (int) got);
      return (int) got;
    }
  }

  /// Writes all of it.
  ///
  /// @param within until the other process has taken all of it
  /// @throws PosixException `ETIMEDOUT`, or `EPIPE` when the other process has ended the connection
  public void write(byte[] all, Duration within) throws IOException {
    long end = System.nanoTime() + within.toNanos();
    for (int done = 0; done < all.length; ) {
      await(WakeablePoll.POLLOUT, "write", Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      done += write(all, done);
    }
  }

  private int write(byte[] all, int from) throws PosixException {
    try (Scratch scratch = Scratch.open()) {
      long part = Math.min(all.length - from, BLOCK);
      MemorySegment buffer = scratch.allocate(part, 1);
      MemorySegment.copy(all, from, buffer, JAVA_BYTE, 0, (int) part);
      long written =
          libc.callOr(
              Errno.EAGAIN,
              "write",
              socket.path(),
              e -> Libc.sendto.call(e, socket.number(), buffer, part, Uapi.MSG_NOSIGNAL, 0L, 0));
      return (int) Math.max(0, written);
    }
  }

  /// Whether the other process has ended the connection.
  ///
  /// Thread: any.
  public boolean isEnded() {
    try {
      return (poll((short) 0, 0) & WakeablePoll.POLLHUP) != 0;
    } catch (PosixException e) {
      throw new IllegalStateException("a socket cannot be polled", e);
    }
  }

  private void await(short event, String verb, Duration within) throws PosixException {
    int millis = (int) Math.min(Integer.MAX_VALUE, within.toMillis());
    if (poll(event, millis) == 0) {
      throw new PosixException(verb, socket.path(), Errno.ETIMEDOUT);
    }
  }

  /// @return the events that came; 0 if none did
  private int poll(short event, int millis) throws PosixException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment polled = scratch.allocate(WakeablePoll.POLLFD, Integer.BYTES).fill((byte) 0);
      WakeablePoll.put(polled, 0, socket, event);
      libc.call("poll", socket.path(), e -> Libc.poll.call(e, polled, 1L, millis));
      return polled.get(JAVA_SHORT, WakeablePoll.CAME);
    }
  }

  /// Ends the connection: whoever reads or writes fails at once. It is still to be closed.
  ///
  /// Thread: any.
  public synchronized void end() {
    if (closed) {
      return;
    }
    try {
      libc.callOr(
          Errno.ENOTCONN,
          "shutdown",
          socket.path(),
          e -> Libc.shutdown.call(e, socket.number(), Uapi.SHUT_RDWR));
    } catch (PosixException e) {
      throw new IllegalStateException("a socket cannot be shut down", e);
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      libc.release(socket);
    }
  }
}
