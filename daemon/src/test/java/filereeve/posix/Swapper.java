package filereeve.posix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Another user, who swaps names for others at full speed (`RENAME_EXCHANGE`), with no permissions
/// but that user's.
public final class Swapper implements AutoCloseable {
  private final Libc libc;
  private final Supplier<List<Map.Entry<Path, Path>>> pairs;
  private final AtomicLong swaps = new AtomicLong();
  private final Thread thread;
  private volatile boolean ends;

  /// @param user the name
  /// @param pairs what is swapped next; a pair of which one is missing is skipped
  public Swapper(String user, Supplier<List<Map.Entry<Path, Path>>> pairs) {
    var account = new Account(user, Optional.empty());
    this.libc = new Libc(new Impersonation(new Libc(), account));
    this.pairs = pairs;
    this.thread = Thread.ofPlatform().name("swapper").daemon().start(this::run);
  }

  private void run() {
    while (!ends) {
      for (Map.Entry<Path, Path> pair : pairs.get()) {
        swap(pair.getKey(), pair.getValue());
        swap(pair.getKey(), pair.getValue());
      }
    }
  }

  private void swap(Path one, Path other) {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment first = scratch.name(one);
      MemorySegment second = scratch.name(other);
      libc.call(
          "swap",
          one.toString(),
          e ->
              Libc.renameat2.call(
                  e, Uapi.AT_FDCWD, first, Uapi.AT_FDCWD, second, Uapi.RENAME_EXCHANGE));
      swaps.incrementAndGet();
    } catch (PosixException e) {
      if (e.errno() != Errno.ENOENT) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// How many have succeeded so far.
  public long swaps() {
    return swaps.get();
  }

  @Override
  public void close() throws IOException {
    ends = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
