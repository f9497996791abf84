package filereeve.copytruncate;

import filereeve.files.Directory;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.Stat;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.CRC32;

/// The copy of the beginning of a log, under its temporary name. It is removed when it is closed
/// before it was said to [#stay].
final class LogCopy implements Closeable {
  private static final int ONLY_OURS = 0600;
  private static final int BLOCK = 128 << 10;
  private static final int LITTLE = 1 << 20;

  private final Posix posix;
  private final Directory directory;
  private final Path name;
  private final Fd fd;
  private final OpenLog log;
  private final Runnable progress;
  private final byte[] block = new byte[BLOCK];
  private final CRC32 written = new CRC32();
  private final CRC32 readBack = new CRC32();
  private long size;
  private long verified;
  private long lastLook = System.nanoTime();
  private byte last = '\n';
  private boolean stays;

  /// @param progress is told after each block
  /// @throws filereeve.posix.PosixException `EEXIST` if there is one
  LogCopy(Posix posix, Directory directory, Path name, OpenLog log, Runnable progress)
      throws IOException {
    this.posix = posix;
    this.directory = directory;
    this.name = name;
    this.log = log;
    this.progress = progress;
    this.fd = directory.create(name, ONLY_OURS);
  }

  Fd fd() {
    return fd;
  }

  long size() {
    return size;
  }

  boolean splitsALine() {
    return last != '\n';
  }

  /// Copies on, up to an offset of the log.
  ///
  /// @return false if the log ends before it: somebody else has cut it
  boolean copyTo(long offset) throws IOException, InterruptedException {
    while (size < offset) {
      if (!copyBlock(offset)) {
        return false;
      }
    }
    return true;
  }

  /// Copies on, until nothing more is there; under a writer that is faster than we are, until a
  /// little behind where the log ended at first.
  ///
  /// @return how many bytes
  long catchUp() throws IOException, InterruptedException {
    long from = size;
    long enough = log.stat().size() + LITTLE;
    while (size < enough && copyBlock(enough)) {
      // on
    }
    return size - from;
  }

  /// When the log was read the last time, of [System#nanoTime].
  long lastLook() {
    return lastLook;
  }

  private boolean copyBlock(long limit) throws IOException, InterruptedException {
    lastLook = System.nanoTime();
    int got = log.read(block, (int) Math.min(BLOCK, limit - size), size);
    if (got == 0) {
      return false;
    }
    posix.write(fd, block, 0, got);
    written.update(block, 0, got);
    size += got;
    last = block[got - 1];
    moved();
    return true;
  }

  /// Makes it complete and durable as it is now: read back and compared, with the log's owner,
  /// mode, attributes and times.
  void finish(Stat like) throws IOException, InterruptedException {
    verify();
    giveAttributes(like);
    sync();
  }

  /// Reads back what has been written since the last time.
  void verify() throws IOException, InterruptedException {
    while (verified < size) {
      int got = posix.readAt(fd, block, 0, (int) Math.min(BLOCK, size - verified), verified);
      if (got == 0) {
        break;
      }
      readBack.update(block, 0, got);
      verified += got;
      moved();
    }
    if (verified != size || readBack.getValue() != written.getValue()) {
      throw new IOException("the copy does not read back as what was written");
    }
  }

  /// The owner comes first: changing it takes bits of the mode and attributes away.
  private void giveAttributes(Stat wanted) throws IOException {
    Stat made = posix.stat(fd);
    if (made.uid() != wanted.uid() || made.gid() != wanted.gid()) {
      posix.chown(fd, wanted.uid(), wanted.gid());
    }
    posix.copyAttributes(log.fd(), fd);
    posix.chmod(fd, wanted.mode());
    posix.setTimes(fd, wanted.accessed(), wanted.modified());
  }

  void sync() throws IOException {
    posix.sync(fd);
  }

  /// Sets its size to what it is.
  void sameSize() throws IOException {
    posix.truncate(fd, size);
  }

  /// To be called before the log loses anything: a copy that somebody removed meanwhile is gone
  /// when it is closed.
  void requireNamed() throws IOException {
    Stat made = posix.stat(fd);
    if (directory.stat(name).filter(made::sameInode).isEmpty()) {
      throw new IOException(
          "somebody removed its copy, %s, before the log was cut".formatted(name));
    }
  }

  /// To be called just before the log is cut: from now on this may be the only place that has its
  /// content.
  void stay() {
    stays = true;
  }

  boolean stays() {
    return stays;
  }

  /// It is needed no more: the log still has everything.
  void leave() {
    stays = false;
  }

  private void moved() throws InterruptedException {
    progress.run();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (!stays) {
        directory.unlink(name);
      }
    } finally {
      posix.close(fd);
    }
  }
}
