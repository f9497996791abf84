package filereeve.watch;

import filereeve.posix.MountChanges;
import filereeve.posix.Posix;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What is mounted, and when that changes: the seam to the kernel's mount table.
interface Mounts extends Closeable {
  /// Starts to follow the mount table.
  @FunctionalInterface
  interface Opening {
    Mounts open() throws IOException;
  }

  MountTable table() throws IOException;

  /// Waits for a change, [#wake], or the end of the time. Thread: one at a time.
  ///
  /// @return whether anything changed since the last call or the opening
  boolean await(Duration atMost);

  /// Ends [#await]. Thread: any.
  void wake();

  @Override
  void close();

  /// For hosts where the kernel does not report mounts: nothing is ever mounted.
  static Mounts none() {
    var awake = new CountDownLatch(1);
    return new Mounts() {
      @Override
      public MountTable table() {
        return MountTable.EMPTY;
      }

      @Override
      public boolean await(Duration atMost) {
        try {
          var _ = awake.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
        }
        return false;
      }

      @Override
      public void wake() {
        awake.countDown();
      }

      @Override
      public void close() {}
    };
  }

  /// The real one.
  ///
  /// @throws NoSuchFileException where there is no `/proc`
  static Mounts ofThisProcess(Posix posix) throws IOException {
    MountChanges changes = posix.mountChanges();
    return new Mounts() {
      @Override
      public MountTable table() throws IOException {
        return MountTable.parse(changes.table());
      }

      @Override
      public boolean await(Duration atMost) {
        return changes.await(atMost);
      }

      @Override
      public void wake() {
        changes.wake();
      }

      @Override
      public void close() {
        changes.close();
      }
    };
  }
}
