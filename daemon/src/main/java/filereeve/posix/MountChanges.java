package filereeve.posix;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// Reports that something was mounted, moved or unmounted: poll(2) on `/proc/self/mountinfo`, as
/// proc(5) describes it.
///
/// Thread: [#await] and [#close] belong to one thread, [#wake] to any.
public final class MountChanges implements Closeable {
  private static final String TABLE = "/proc/self/mountinfo";

  private final Libc libc;
  private final Fd table;
  private final WakeablePoll poll;
  private boolean closed;

  private MountChanges(Libc libc, Fd table, WakeablePoll poll) {
    this.libc = libc;
    this.table = table;
    this.poll = poll;
  }

  /// @throws IOException if there is no `/proc`, or no descriptor is left
  public static MountChanges open() throws IOException {
    var libc = new Libc();
    Fd table = NameCalls.open(libc, Uapi.AT_FDCWD, Path.of(TABLE), TABLE, Uapi.O_CLOEXEC, 0);
    try {
      return new MountChanges(libc, table, WakeablePoll.open(libc, table, WakeablePoll.POLLPRI));
    } catch (PosixException e) {
      libc.release(table);
      throw e;
    }
  }

  /// Waits for a change, [#wake], a signal, or the end of the time.
  ///
  /// @return whether anything changed since the last call or [#open]
  public boolean await(Duration atMost) {
    try {
      return poll.await((int) Math.min(Integer.MAX_VALUE, Math.max(0, atMost.toMillis())));
    } catch (PosixException e) {
      throw new IllegalStateException("mounts cannot be waited for", e);
    }
  }

  /// Ends [#await], now and whenever it is called again.
  public synchronized void wake() {
    if (!closed) {
      poll.wake();
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      poll.close();
      libc.release(table);
    }
  }
}
