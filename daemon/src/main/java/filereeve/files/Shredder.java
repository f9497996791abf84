package filereeve.files;

import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;

/// Removes files after it has overwritten their content once with random bytes.
///
/// The file first gets a temporary name, durably. So if it is interrupted at any point, nothing
/// mistakes a partly overwritten file for an intact one, and [#finish] does the rest. It makes the
/// name durable itself: the run that gave it may have ended before that.
///
/// Thread: safe for use by many threads.
public final class Shredder {
  private static final int BLOCK = 128 * 1024;

  private final Posix posix;

  public Shredder(Posix posix) {
    this.posix = posix;
  }

  /// @param progress is called after each block
  /// @throws InterruptedException soon after the thread was interrupted; the file then has its
  ///   temporary name
  public void remove(Directory directory, Path name, Runnable progress)
      throws IOException, InterruptedException {
    Path temp = TempNames.of(name, TempNames.Purpose.SHRED);
    finish(directory, temp, progress);
    directory.rename(name, directory, temp);
    finish(directory, temp, progress);
  }

  /// Overwrites and removes a file that has its temporary name already. A file with a second name
  /// (a hard link) is only removed: the other name needs its content.
  ///
  /// @return false if there is no such file
  public boolean finish(Directory directory, Path temp, Runnable progress)
      throws IOException, InterruptedException {
    Optional<Stat> found = directory.stat(temp);
    if (found.filter(stat -> stat.type() == Stat.Type.REGULAR).isEmpty()) {
      return false;
    }
    directory.sync();
    try {
      overwrite(directory, temp, progress);
      directory.unlink(temp);
    } catch (PosixException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
    return true;
  }

  private void overwrite(Directory directory, Path temp, Runnable progress)
      throws IOException, InterruptedException {
    Fd fd = directory.openForWriting(temp);
    try {
      Stat stat = posix.stat(fd);
      if (stat.type() == Stat.Type.REGULAR && stat.links() == 1) {
        overwrite(fd, stat.size(), progress);
      }
    } finally {
      posix.close(fd);
    }
  }

  private void overwrite(Fd fd, long size, Runnable progress)
      throws IOException, InterruptedException {
    var random = new SplittableRandom();
    byte[] block = new byte[(int) Math.min(size, BLOCK)];
    for (long left = size; left > 0; left -= Math.min(left, BLOCK)) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      random.nextBytes(block);
      posix.write(fd, block, 0, (int) Math.min(left, BLOCK));
      progress.run();
    }
    posix.sync(fd);
  }
}
