package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.Closeable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Waits for one descriptor until another thread wakes it: poll(2) on the descriptor and an
/// eventfd(2).
///
/// Thread: [#await] is called by one thread at a time, [#wake] by any. [#close] is the last call.
final class WakeablePoll implements Closeable {
  static final short POLLIN = 1;
  static final short POLLPRI = 2;
  static final short POLLOUT = 4;
  static final short POLLHUP = 0x10;

  /// `struct pollfd`: the descriptor, the events asked for, and those that came.
  static final int POLLFD = 8;

  static final int CAME = 6;
  private static final int ASKED = 4;

  private final Libc libc;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment polled = arena.allocate(2 * POLLFD, 8);
  private final Fd awaited;
  private final Fd wake;

  private WakeablePoll(Libc libc, Fd awaited, short event, Fd wake) {
    this.libc = libc;
    this.awaited = awaited;
    this.wake = wake;
    put(polled, 0, awaited, event);
    put(polled, POLLFD, wake, POLLIN);
  }

  /// Fills in a `struct pollfd`.
  static void put(MemorySegment polled, long at, Fd fd, short event) {
    polled.set(JAVA_INT, at, fd.number());
    polled.set(JAVA_SHORT, at + ASKED, event);
  }

  /// @param awaited is not closed by this object
  static WakeablePoll open(Libc libc, Fd awaited, short event) throws PosixException {
    long wake =
        libc.call("eventfd", awaited.path(), e -> Libc.eventfd.call(e, 0, Uapi.NONBLOCK_CLOEXEC));
    return new WakeablePoll(libc, awaited, event, new Fd((int) wake, "eventfd"));
  }

  /// Waits for the event, [#wake], a signal, or the end of the time.
  ///
  /// @param millis -1 for no end
  /// @return whether the event came
  boolean await(int millis) throws PosixException {
    long ready =
        libc.callOr(
            Errno.EINTR, "poll", awaited.path(), e -> Libc.poll.call(e, polled, 2L, millis));
    return ready > 0 && polled.get(JAVA_SHORT, CAME) != 0;
  }

  /// Ends [#await], now and whenever it is called again.
  void wake() {
    try {
      libc.call("eventfd_write", awaited.path(), e -> Libc.eventfdWrite.call(e, wake.number(), 1L));
    } catch (PosixException e) {
      throw new IllegalStateException("eventfd_write(3) fails only past 2^64 calls", e);
    }
  }

  @Override
  public void close() {
    libc.release(wake);
    arena.close();
  }
}
