package filereeve.copytruncate;

import filereeve.files.Directory;
import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.Hole;
import filereeve.posix.Open;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.process.Freezable;
import filereeve.process.Freezer;
import filereeve.process.OpenWriters;
import filereeve.process.ProcessId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// Decides from the disk alone what becomes of the copy of an interrupted [CopyTruncate].
///
/// The copy is removed only if there is no intent, without which nothing is cut, or if a comparison
/// shows that the log has all its bytes. So no line can be lost whatever else is wrong. A copy that
/// becomes an archive although the log was not cut duplicates lines: that happens only if the disk
/// does not show what was done, and is logged.
///
/// @param freezer acts with the program's own permissions, even if `posix` acts as another user
/// @param progress is called while contents are compared
public record CopyTruncateRecovery(
    Posix posix, Freezer freezer, Directory directory, Path log, Runnable progress) {
  /// The decision on the copy.
  public enum Verdict {
    /// The log has all content: copy and intent are removed.
    NOT_CUT,
    /// Only the copy has the content: it becomes an archive.
    CUT,
    /// It cannot be determined: the copy becomes an archive, and its lines may also be in the log.
    UNKNOWN,
    /// There is no copy: it is an archive already, and only the intent is removed.
    ARCHIVED;

    /// Whether the copy becomes an archive.
    public boolean isToPublish() {
      return this == CUT || this == UNKNOWN;
    }
  }

  /// Thaws writers that may still be frozen, completes a cut that a power failure interrupted, and
  /// decides.
  public Verdict recover() throws IOException, InterruptedException {
    if (directory.stat(CopyTruncate.intentOf(log)).isEmpty()) {
      return Verdict.NOT_CUT; // nothing is cut without an intent
    }
    Optional<Intent> intent = Intent.read(directory, CopyTruncate.intentOf(log));
    if (intent.isPresent()) {
      thaw(intent.get().frozen());
    }
    Optional<Fd> copy = open(CopyTruncate.copyOf(log), Open.READ);
    if (copy.isEmpty()) {
      return Verdict.ARCHIVED;
    }
    try {
      return recover(intent, copy.get());
    } finally {
      posix.close(copy.get());
    }
  }

  /// Thaws the processes that an intent names. In a directory where another user can write, an
  /// intent can name any process: there only those are thawed that have the log open.
  private void thaw(Freezable named) throws IOException {
    if (!named.targets().isEmpty()) {
      freezer.thaw(freezer.alone(directory) ? named : freezer.among(named, writers()));
    }
  }

  private Set<ProcessId> writers() throws IOException {
    Optional<Fd> live = open(log, Open.READ);
    if (live.isEmpty()) {
      return Set.of();
    }
    try {
      return OpenWriters.of(live.get()).writers().stream()
          .map(OpenWriters.Writer::process)
          .collect(Collectors.toSet());
    } finally {
      posix.close(live.get());
    }
  }

  private Verdict recover(Optional<Intent> intent, Fd copy)
      throws IOException, InterruptedException {
    Optional<Fd> live = open(log, Open.READ_WRITE);
    if (live.isEmpty()) {
      return Verdict.UNKNOWN; // the log no longer exists, and perhaps it had the copy's content
    }
    try {
      var contents = new Contents(posix, live.get(), copy, progress);
      if (intent.isEmpty()) {
        return contents.isCopyInLog() ? Verdict.NOT_CUT : Verdict.UNKNOWN;
      }
      return intent.get().isAbout(posix.stat(live.get()))
          ? judge(intent.get(), live.get(), contents)
          : Verdict.UNKNOWN;
    } finally {
      posix.close(live.get());
    }
  }

  private Verdict judge(Intent intent, Fd live, Contents contents)
      throws IOException, InterruptedException {
    return switch (intent.way()) {
      case Intent.Way.Cut cut -> judge(intent, cut, live, contents);
      case Intent.Way.Emptying(Instant changed) -> judge(changed, live, contents);
    };
  }

  private Verdict judge(Intent intent, Intent.Way.Cut cut, Fd live, Contents contents)
      throws IOException, InterruptedException {
    OptionalLong first = posix.blockAddress(live, 0);
    if (first.equals(OptionalLong.of(cut.first()))) {
      return contents.isCopyInLog() ? Verdict.NOT_CUT : Verdict.CUT;
    }
    if (finish(cut, live) || first.equals(OptionalLong.of(cut.next()))) {
      return Verdict.CUT;
    }
    boolean inLog = contents.isCopyInLog();
    // Its blocks were moved by a defragmentation: only a log that was cut is shorter or different.
    boolean shorter = posix.stat(live).size() < intent.size();
    return shorter || !inLog ? Verdict.CUT : Verdict.UNKNOWN;
  }

  /// Completes a cut that a power failure interrupted: the head's blocks were freed, and there is a
  /// hole of that length before the blocks that were not moved up yet. On xfs all blocks can have
  /// moved up while the log has its old size: then the hole is at its end.
  ///
  /// @return whether there was such a hole
  private boolean finish(Intent.Way.Cut cut, Fd live) throws IOException {
    Optional<Hole> found = posix.hole(live);
    if (found.isEmpty()) {
      return false;
    }
    Hole hole = found.get();
    long size = posix.stat(live).size();
    long cutSize = size - cut.length();
    if (hole.end() < size && hole.end() - hole.offset() == cut.length()) {
      posix.collapse(live, hole.offset(), cut.length());
    } else if (hole.end() >= size && cutSize > 0 && hole.offset() == blocks(live, cutSize)) {
      posix.truncate(live, cutSize);
    } else {
      return false;
    }
    posix.sync(live);
    return true;
  }

  /// A size rounded up to whole blocks.
  private long blocks(Fd live, long size) throws IOException {
    long block = posix.filesystem(live).blockSize();
    return (size + block - 1) / block * block;
  }

  /// Decides without addresses of blocks. The same bytes at the log's beginning can be the old
  /// ones, or the same lines written again. They are the old ones if the log has not changed since,
  /// or if the copy's first line does not repeat.
  private Verdict judge(Instant changed, Fd live, Contents contents)
      throws IOException, InterruptedException {
    if (!contents.isCopyInLog()) {
      return Verdict.CUT;
    }
    boolean untouched = posix.stat(live).changed().equals(changed);
    return untouched || contents.beginsUniquely() ? Verdict.NOT_CUT : Verdict.UNKNOWN;
  }

  /// @return empty if there is no such file
  private Optional<Fd> open(Path name, Open how) throws IOException {
    try {
      return Optional.of(posix.open(directory.fd(), name, how, 0));
    } catch (PosixException e) {
      if (e.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
