package filereeve.posix;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/// Reports that something was mounted, moved or unmounted: poll(2) on `/proc/self/mountinfo`, as
/// proc(5) describes it.
///
/// Thread: [#await] and [#close] belong to one thread, [#wake] to any.
final class PolledMountChanges implements MountChanges {
  private static final Path TABLE = Path.of("/proc/self/mountinfo");

  private final Libc libc;
  private final Fd table;
  private final WakeablePoll poll;
  private boolean closed;

  private PolledMountChanges(Libc libc, Fd table, WakeablePoll poll) {
    this.libc = libc;
    this.table = table;
    this.poll = poll;
  }

  /// @throws NoSuchFileException if there is no `/proc`
  /// @throws PosixException if no descriptor is left
  static PolledMountChanges open(Libc libc) throws IOException {
    if (Files.notExists(TABLE)) {
      throw new NoSuchFileException(TABLE.toString());
    }
    Fd table = NameCalls.open(libc, Uapi.AT_FDCWD, TABLE, TABLE.toString(), Uapi.O_CLOEXEC, 0);
    try {
      return new PolledMountChanges(
          libc, table, WakeablePoll.open(libc, table, WakeablePoll.POLLPRI));
    } catch (PosixException e) {
      libc.release(table);
      throw e;
    }
  }

  @Override
  public byte[] table() throws IOException {
    try (InputStream in = Files.newInputStream(TABLE)) { // its size is not known before
      return in.readAllBytes();
    }
  }

  @Override
  public boolean await(Duration atMost) {
    try {
      return poll.await((int) Math.min(Integer.MAX_VALUE, Math.max(0, atMost.toMillis())));
    } catch (PosixException e) {
      throw new IllegalStateException("mounts cannot be waited for", e);
    }
  }

  @Override
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
