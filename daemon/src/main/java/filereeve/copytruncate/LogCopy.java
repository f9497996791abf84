package filereeve.copytruncate;

import filereeve.files.Directory;
import filereeve.files.Ownership;
import filereeve.posix.Fd;
import filereeve.posix.Hole;
import filereeve.posix.Posix;
import filereeve.posix.Stat;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/// The copy of the beginning of a log, under its temporary name. Closing it removes the file,
/// except after [#keep].
final class LogCopy implements Closeable {
  private static final int ONLY_OURS = 0600;
  private static final int BLOCK = 128 << 10;
  private static final int MOST_HOLES = 1_000;
  private static final int LITTLE = 1 << 20;

  private final Posix posix;
  private final Directory directory;
  private final Path name;
  private final Fd fd;
  private final OpenLog log;
  private final boolean sparse;
  private final Runnable progress;
  private final byte[] block = new byte[BLOCK];
  private final List<Hole> holes = new ArrayList<>();
  private final CRC32 written = new CRC32();
  private final CRC32 readBack = new CRC32();
  private long size;
  private long verified;
  private long lastRead = System.nanoTime();
  private byte last = '\n';
  private boolean kept;

  /// @param progress is called after each block
  /// @throws filereeve.posix.PosixException `EEXIST` if there is a copy already
  LogCopy(Posix posix, Directory directory, Path name, OpenLog log, Runnable progress)
      throws IOException {
    this.posix = posix;
    this.directory = directory;
    this.name = name;
    this.log = log;
    this.progress = progress;
    this.sparse = log.stat().mayHaveHoles();
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

  /// Copies up to an offset of the log.
  ///
  /// @return false if the log ends before it: another process truncated it
  boolean copyTo(long offset) throws IOException, InterruptedException {
    while (size < offset) {
      if (!copyBlock(offset)) {
        return false;
      }
    }
    return true;
  }

  /// Copies up to the end of the log. Under a writer that is faster than the copy, it stops a
  /// little after the point where the log ended at first.
  ///
  /// @return the number of bytes
  long catchUp() throws IOException, InterruptedException {
    long from = size;
    long enough = log.stat().size() + LITTLE;
    while (size < enough && copyBlock(enough)) {
      // copyBlock does the work
    }
    return size - from;
  }

  /// When the log was last read, by [System#nanoTime].
  long lastRead() {
    return lastRead;
  }

  private boolean copyBlock(long limit) throws IOException, InterruptedException {
    lastRead = System.nanoTime();
    if (sparse && copyHole(limit)) {
      return true;
    }
    int got = log.read(block, (int) Math.min(BLOCK, limit - size), size);
    if (got == 0) {
      return false;
    }
    posix.write(fd, block, 0, got);
    written.update(block, 0, got);
    size += got;
    last = block[got - 1];
    heartbeat();
    return true;
  }

  /// A hole stays one, however large it is: it costs neither time nor space.
  ///
  /// @return false if none is worth it here
  private boolean copyHole(long limit) throws IOException, InterruptedException {
    long end = log.stat().size();
    end = Math.min(limit, log.nextWritten(size).orElse(end));
    if (end - size < BLOCK || holes.size() == MOST_HOLES) {
      return false;
    }
    posix.extend(fd, end);
    holes.add(new Hole(size, end));
    size = end;
    last = 0;
    heartbeat();
    return true;
  }

  /// Makes the present copy durable: reads it back, compares it, copies the log's owner, mode,
  /// attributes and times, and syncs it.
  void finish(Stat like) throws IOException, InterruptedException {
    verify();
    giveAttributes(like);
    sync();
  }

  /// Reads back what was written since the last call, and compares it.
  void verify() throws IOException, InterruptedException {
    while (verified < size) {
      Optional<Hole> next = holes.stream().filter(hole -> hole.end() > verified).findFirst();
      if (next.isPresent() && next.get().offset() == verified) {
        verified = next.get().end();
        continue;
      }
      long end = next.map(Hole::offset).orElse(size);
      int got = posix.readAt(fd, block, 0, (int) Math.min(BLOCK, end - verified), verified);
      if (got == 0) {
        break;
      }
      readBack.update(block, 0, got);
      verified += got;
      heartbeat();
    }
    if (verified != size || readBack.getValue() != written.getValue()) {
      throw new IOException("the copy does not read back as it was written");
    }
  }

  /// Copies owner, attributes, mode and times. The owner comes first, because changing it clears
  /// mode bits and attributes.
  private void giveAttributes(Stat wanted) throws IOException {
    Ownership.give(posix, fd, wanted.uid(), wanted.gid());
    posix.copyAttributes(log.fd(), fd);
    posix.chmod(fd, wanted.permissions());
    posix.setTimes(fd, wanted.accessed(), wanted.modified());
  }

  void sync() throws IOException {
    posix.sync(fd);
  }

  /// Sets the copy's size to its present size.
  void sameSize() throws IOException {
    posix.truncate(fd, size);
  }

  /// Checks that the copy still has its name: the content of one that was removed is lost when it
  /// is closed. Must be called before the log is cut.
  void requireNamed() throws IOException {
    Stat created = posix.stat(fd);
    if (directory.stat(name).filter(created::sameInode).isEmpty()) {
      throw new IOException("its copy %s was removed before the log was cut".formatted(name));
    }
  }

  /// Keeps the copy when it is closed. Must be called directly before the log is cut: from then on
  /// only the copy may have the content.
  void keep() {
    kept = true;
  }

  boolean isKept() {
    return kept;
  }

  /// Removes the copy when it is closed: the log still has all content.
  void discard() {
    kept = false;
  }

  private void heartbeat() throws InterruptedException {
    progress.run();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (!kept) {
        directory.unlink(name);
      }
    } finally {
      posix.close(fd);
    }
  }
}
