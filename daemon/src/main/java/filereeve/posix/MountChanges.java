package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;

/// Tells that something was mounted, moved or unmounted: poll(2) on `/proc/self/mountinfo`, as
/// proc(5) describes it.
///
/// Thread: [#await] and [#close] belong to one thread, [#wake] to any.
public final class MountChanges implements Closeable {
  private static final String TABLE = "/proc/self/mountinfo";
  private static final int O_CLOEXEC = 0x80000;
  private static final short POLLIN = 1;
  private static final short POLLPRI = 2;
  private static final int POLLFD = 8;

  private final Libc libc;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment polled = arena.allocate(2 * POLLFD, 8);
  private final Fd table;
  private final Fd wake;
  private boolean closed;

  private MountChanges(Libc libc, Fd table, Fd wake) {
    this.libc = libc;
    this.table = table;
    this.wake = wake;
    poll(0, table, POLLPRI);
    poll(POLLFD, wake, POLLIN);
  }

  private void poll(long at, Fd descriptor, short event) {
    polled.set(JAVA_INT, at, descriptor.number());
    polled.set(JAVA_SHORT, at + 4, event);
  }

  /// @throws IOException if there is no `/proc`, or no descriptor is left
  public static MountChanges open() throws IOException {
    var libc = new Libc();
    Fd table = new Names(libc).open(Names.AT_FDCWD, Path.of(TABLE), TABLE, O_CLOEXEC, 0);
    try {
      long wake = libc.call("eventfd", TABLE, e -> (int) Libc.eventfd.invokeExact(e, 0, O_CLOEXEC));
      return new MountChanges(libc, table, new Fd((int) wake, "eventfd"));
    } catch (PosixException e) {
      close(libc, table);
      throw e;
    }
  }

  /// Waits for a change, [#wake], or the end of the time.
  ///
  /// @return whether anything changed since the last call or [#open]; not where a signal cut the
  ///   wait short
  public boolean await(Duration atMost) {
    int millis = (int) Math.min(Integer.MAX_VALUE, Math.max(0, atMost.toMillis()));
    try {
      return libc.answers(
              Errno.EINTR, "poll", TABLE, e -> (int) Libc.poll.invokeExact(e, polled, 2L, millis))
          && polled.get(JAVA_SHORT, 6) != 0;
    } catch (PosixException e) {
      throw new IllegalStateException("mounts cannot be waited for", e);
    }
  }

  /// Ends [#await], this time and always.
  public synchronized void wake() {
    if (closed) {
      return;
    }
    try {
      libc.call(
          "eventfd_write", TABLE, e -> (int) Libc.eventfdWrite.invokeExact(e, wake.number(), 1L));
    } catch (PosixException e) {
      throw new IllegalStateException("eventfd_write(3) fails only past 2^64 calls", e);
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      close(libc, table);
      close(libc, wake);
      arena.close();
    }
  }

  private static void close(Libc libc, Fd fd) {
    try {
      libc.call("close", fd.path(), e -> (int) Libc.close.invokeExact(e, fd.number()));
    } catch (PosixException e) {
      throw new IllegalStateException("close(2) fails only for what is not open", e);
    }
  }
}
