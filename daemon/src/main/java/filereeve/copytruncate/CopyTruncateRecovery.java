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

/// Tells from the disk alone what became of an interrupted [CopyTruncate].
///
/// The copy is given up only if the log has every byte of it, which is looked at and not concluded;
/// whatever else is wrong, no line can go. A copy that becomes an archive though the log was not
/// cut doubles lines: that happens where nothing on the disk tells, and is said.
public final class CopyTruncateRecovery {
  /// What is to be done with the copy.
  public enum Verdict {
    /// The log has everything: copy and intent are removed.
    NOT_CUT,
    /// The copy is the only place that has its content: it becomes an archive.
    CUT,
    /// Nothing tells: it becomes an archive, and its lines may be in the log too.
    UNKNOWN,
    /// There is none: it is an archive already, and only the intent has to be removed.
    ARCHIVED;

    /// Whether the copy becomes an archive.
    public boolean isToPublish() {
      return this == CUT || this == UNKNOWN;
    }
  }

  private final Posix posix;
  private final Freezer freezer;
  private final Directory directory;
  private final Path log;
  private final Runnable progress;

  /// @param freezer has the program's own rights, whoever's `posix` has
  /// @param progress is told while contents are compared
  public CopyTruncateRecovery(
      Posix posix, Freezer freezer, Directory directory, Path log, Runnable progress) {
    this.posix = posix;
    this.freezer = freezer;
    this.directory = directory;
    this.log = log;
    this.progress = progress;
  }

  /// Lets writers continue that may still be frozen, finishes a cut that a power cut left half
  /// made, and judges.
  public Verdict recover() throws IOException, InterruptedException {
    if (directory.stat(Names.intent(log)).isEmpty()) {
      return Verdict.NOT_CUT; // nothing is cut without one
    }
    Optional<Intent> intent = Intent.read(directory, Names.intent(log));
    if (intent.isPresent()) {
      thaw(intent.get().frozen());
    }
    Optional<Fd> copy = open(Names.copy(log), Open.READ);
    if (copy.isEmpty()) {
      return Verdict.ARCHIVED;
    }
    try {
      return recover(intent, copy.get());
    } finally {
      posix.close(copy.get());
    }
  }

  /// Where somebody else may write, an intent can name anybody. There those go on that surely were
  /// stopped for this log: they have it open.
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
      return Verdict.UNKNOWN; // gone, and with it perhaps what the copy has
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
    // Its blocks were moved, by a defragmentation: only a log that was cut is shorter, or other.
    boolean shorter = posix.stat(live).size() < intent.size();
    return shorter || !inLog ? Verdict.CUT : Verdict.UNKNOWN;
  }

  /// A power cut in the middle of a cut: the head's blocks are gone, and a hole of that length
  /// stands where the blocks behind it have not moved up yet. On xfs all can have moved up, and the
  /// log still has its old size: then the hole is at its end.
  ///
  /// @return whether there was one, which is now gone
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

  /// Without addresses: the same bytes at its beginning can be the old ones, or the same lines
  /// written anew. They are the old ones if nothing has touched the log since, or if they cannot
  /// have come twice.
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
