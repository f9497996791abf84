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

/// Cuts whole blocks from the head of a log. The blocks after them keep their addresses on the
/// device, and the first of them becomes the log's first: its address shows, whatever the lines
/// are, whether the log was cut.
///
/// @param reach how far back the end of a line is searched, in bytes
record HeadCut(
    Posix posix, Directory directory, Path name, OpenLog log, Runnable progress, long reach) {

  /// @return empty if the filesystem cannot do it, or the log is too small: nothing has changed
  Optional<Extraction> extract() throws IOException, InterruptedException {
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
        : extract(point.get(), new Intent.Way.Cut(length, first.getAsLong(), next.getAsLong()));
  }

  private Optional<Extraction> extract(CutPoint point, Intent.Way.Cut cut)
      throws IOException, InterruptedException {
    try (var copy = new LogCopy(posix, directory, CopyTruncate.copyOf(name), log, progress)) {
      if (!copy.copyTo(cut.length())) {
        throw new IOException("another process truncated it while it was copied");
      }
      Stat before = log.stat();
      copy.finish(before);
      copy.requireNamed();
      Intent.of(before, cut, Freezable.none()).write(directory, CopyTruncate.intentOf(name));
      copy.keep();
      if (!collapse(copy, cut.length())) {
        return Optional.empty();
      }
      posix.sync(log.fd());
      return Optional.of(Extraction.lossless(cut.length(), !point.atLineEnd()));
    }
  }

  /// @return false if the filesystem cannot do it with this file: then copy and intent are removed
  private boolean collapse(LogCopy copy, long length) throws IOException {
    try {
      posix.collapse(log.fd(), 0, length);
      return true;
    } catch (PosixException e) {
      if (e.errno() != Errno.EOPNOTSUPP && e.errno() != Errno.EINVAL) {
        throw e;
      }
    }
    directory.unlink(CopyTruncate.intentOf(name));
    copy.discard();
    return false;
  }
}
