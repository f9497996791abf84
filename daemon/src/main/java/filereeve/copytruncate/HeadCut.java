package filereeve.copytruncate;

import filereeve.files.Directory;
import filereeve.posix.Errno;
import filereeve.posix.Filesystem;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import filereeve.process.Freezable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/// Cuts whole blocks off from the head of a log. The blocks behind them stay where they are on the
/// device, and the first of them becomes the log's first: its address tells, whatever the lines
/// say, whether the cut has been made.
final class HeadCut {
  private final Posix posix;
  private final Directory directory;
  private final Path name;
  private final OpenLog log;
  private final Runnable progress;
  private final long reach;

  HeadCut(Posix posix, Directory directory, Path name, OpenLog log, Runnable progress, long reach) {
    this.posix = posix;
    this.directory = directory;
    this.name = name;
    this.log = log;
    this.progress = progress;
    this.reach = reach;
  }

  /// @return empty if the filesystem cannot do it, or the log is too small: nothing has been done
  Optional<Taken> take() throws IOException, InterruptedException {
    Filesystem filesystem = posix.filesystem(log.fd());
    if (filesystem.type() != Filesystem.EXT4 && filesystem.type() != Filesystem.XFS) {
      return Optional.empty();
    }
    long size = log.stat().size();
    Optional<CutPoint> point = CutPoint.find(log, size, filesystem.blockSize(), reach);
    if (point.isEmpty()) {
      return Optional.empty();
    }
    long length = point.get().offset();
    OptionalLong first = posix.blockAddress(log.fd(), 0);
    OptionalLong next = posix.blockAddress(log.fd(), length);
    return first.isEmpty() || next.isEmpty()
        ? Optional.empty()
        : take(point.get(), new Intent.Way.Cut(length, first.getAsLong(), next.getAsLong()));
  }

  private Optional<Taken> take(CutPoint point, Intent.Way.Cut cut)
      throws IOException, InterruptedException {
    try (var copy = new LogCopy(posix, directory, Names.copy(name), log, progress)) {
      if (!copy.copyTo(cut.length())) {
        throw new IOException("somebody else has cut it while it was copied");
      }
      Stat before = log.stat();
      copy.finish(before);
      copy.requireNamed();
      Intent.of(before, cut, Freezable.none()).write(posix, directory, Names.intent(name));
      copy.stay();
      if (!collapse(copy, cut.length())) {
        return Optional.empty();
      }
      posix.sync(log.fd());
      return Optional.of(Taken.exactly(cut.length(), !point.atLineEnd()));
    }
  }

  /// @return false if the filesystem cannot do it with this file; then copy and intent are gone
  private boolean collapse(LogCopy copy, long length) throws IOException {
    try {
      posix.collapse(log.fd(), 0, length);
      return true;
    } catch (PosixException e) {
      if (e.errno() != Errno.EOPNOTSUPP && e.errno() != Errno.EINVAL) {
        throw e;
      }
    }
    directory.unlink(Names.intent(name));
    copy.leave();
    return false;
  }
}
