package filereeve.posix;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// A Unix socket with a name in a directory, which processes of this host connect to.
///
/// Thread: [#accept] is called by one thread at a time, [#wake] by any. [#close] is the last call.
public final class Listener implements Closeable {
  /// Connections that wait to be accepted.
  private static final int BACKLOG = 16;

  private static final int NO_CHANGE = -1;

  private final Libc libc;
  private final Fd socket;
  private final WakeablePoll poll;
  private volatile boolean woken;

  private Listener(Libc libc, Fd socket, WakeablePoll poll) {
    this.libc = libc;
    this.socket = socket;
    this.poll = poll;
  }

  /// Nobody can connect before the name has its group and mode.
  static Listener open(Libc libc, Fd directory, Path name, int mode, OptionalInt group)
      throws PosixException {
    String path = NameCalls.path(directory, name);
    Fd socket = UnixSocket.open(libc, Uapi.SOCK_STREAM_NONBLOCK_CLOEXEC, path);
    try {
      bind(libc, socket, directory, name);
      try {
        own(libc, directory, name, mode, group);
        libc.call("listen", path, e -> Libc.listen.call(e, socket.number(), BACKLOG));
        return new Listener(libc, socket, WakeablePoll.open(libc, socket, WakeablePoll.POLLIN));
      } catch (PosixException e) {
        remove(libc, directory, name, e);
        throw e;
      }
    } catch (PosixException e) {
      libc.release(socket);
      throw e;
    }
  }

  private static void bind(Libc libc, Fd socket, Fd directory, Path name) throws PosixException {
    try (Scratch scratch = Scratch.open()) {
      UnixSocket.Address to = UnixSocket.address(scratch, directory, name);
      libc.call(
          "bind",
          NameCalls.path(directory, name),
          e -> Libc.bind.call(e, socket.number(), to.memory(), to.length()));
    }
  }

  private static void remove(Libc libc, Fd directory, Path name, PosixException why) {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment bytes = scratch.name(name);
      libc.call(
          "unlink",
          NameCalls.path(directory, name),
          e -> Libc.unlinkat.call(e, directory.number(), bytes, 0));
    } catch (PosixException e) {
      why.addSuppressed(e);
    }
  }

  private static void own(Libc libc, Fd directory, Path name, int mode, OptionalInt group)
      throws PosixException {
    String path = NameCalls.path(directory, name);
    try (Scratch scratch = Scratch.open()) {
      MemorySegment bytes = scratch.name(name);
      if (group.isPresent()) {
        libc.call(
            "chown",
            path,
            e ->
                Libc.fchownat.call(
                    e,
                    directory.number(),
                    bytes,
                    NO_CHANGE,
                    group.getAsInt(),
                    Uapi.AT_SYMLINK_NOFOLLOW));
      }
      libc.call("chmod", path, e -> Libc.fchmodat.call(e, directory.number(), bytes, mode, 0));
    }
  }

  /// Waits for a connection.
  ///
  /// @return empty after [#wake]
  /// @throws PosixException `EMFILE` or another one that can pass
  public Optional<Connection> accept() throws IOException {
    while (!woken) {
      if (poll.await(-1)) {
        long accepted =
            libc.callOr(
                Errno.EAGAIN,
                "accept",
                socket.path(),
                e -> Libc.accept4.call(e, socket.number(), 0L, 0L, Uapi.NONBLOCK_CLOEXEC));
        if (accepted >= 0) {
          return Optional.of(
              new Connection(libc, new Fd((int) accepted, "client of " + socket.path())));
        }
      }
    }
    return Optional.empty();
  }

  /// Ends [#accept], now and whenever it is called again.
  public void wake() {
    woken = true;
    poll.wake();
  }

  @Override
  public void close() {
    poll.close();
    libc.release(socket);
  }
}
