package filereeve.copytruncate;

import filereeve.files.Directory;
import filereeve.posix.Posix;
import filereeve.posix.Stat;
import filereeve.process.Freezable;
import filereeve.process.Freezer;
import filereeve.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// Copies the whole log, catches up with what is written meanwhile until hardly anything is left,
/// and empties the log. Bytes that are written between the last read and the cut, some
/// microseconds, are lost. None can be
///
/// - if no other process has the log open: a lease makes a process that opens it wait;
/// - or if all its writers are paused for that moment ([Pause]).
///
/// All bytes but those of the last round are durable before the log is emptied. Those are synced
/// directly after it, because a sync takes longer than a writer may be paused.
///
/// @param pause for how long writers may be paused; empty if they may not
record Emptying(
    Posix posix,
    Freezer freezer,
    Directory directory,
    Path name,
    OpenLog log,
    Runnable progress,
    Optional<Duration> pause) {
  /// After a round with fewer bytes, only one more follows.
  private static final long SMALL = 64 << 10;

  private static final int MOST_ROUNDS = 20;

  Extraction extract() throws IOException, InterruptedException {
    try (var copy = new LogCopy(posix, directory, CopyTruncate.copyOf(name), log, progress)) {
      var rate = new Rate(log.stat().size(), Ticker.SYSTEM);
      copy.catchUp();
      Optional<Pause> writers =
          pause.isPresent() ? Pause.of(posix, freezer, log) : Optional.empty();
      for (int round = 0; round < MOST_ROUNDS; round++) {
        copy.finish(log.stat());
        if (copy.catchUp() < SMALL) {
          break;
        }
      }
      Stat before = log.stat();
      copy.finish(before);
      copy.requireNamed();
      Freezable frozen = writers.map(Pause::writers).orElse(Freezable.none());
      Intent.of(before, new Intent.Way.Emptying(before.changed()), frozen)
          .write(directory, CopyTruncate.intentOf(name));
      Extraction extraction = empty(copy, writers, rate);
      copy.finish(before);
      posix.sync(log.fd());
      return extraction;
    }
  }

  /// Empties the log. A failure before that removes the intent: recovery could not distinguish a
  /// log that was not emptied from one in which the same lines were written again.
  private Extraction empty(LogCopy copy, Optional<Pause> writers, Rate rate)
      throws IOException, InterruptedException {
    try {
      return emptied(copy, writers, rate);
    } catch (IOException | InterruptedException e) {
      if (!copy.isKept()) {
        directory.removeAfter(CopyTruncate.intentOf(name), e);
      }
      throw e;
    }
  }

  private Extraction emptied(LogCopy copy, Optional<Pause> writers, Rate rate)
      throws IOException, InterruptedException {
    copy.sameSize(); // the first call of its kind takes a millisecond: not while writers are paused
    if (emptyAlone(copy)) {
      return Extraction.lossless(copy.size(), copy.splitsALine());
    }
    if (pause.isPresent() && writers.isPresent()) {
      Optional<Extraction> paused = writers.get().empty(copy, rate, pause.get());
      if (paused.isPresent()) {
        return paused.get();
      }
    }
    copy.catchUp();
    copy.keep();
    posix.truncate(log.fd(), 0);
    return new Extraction(
        copy.size(), copy.splitsALine(), OptionalLong.of(rate.couldBeLost(copy)), Optional.empty());
  }

  /// @return false if another process has it open
  private boolean emptyAlone(LogCopy copy) throws IOException, InterruptedException {
    if (!posix.leaseAlone(log.fd())) {
      return false;
    }
    try {
      copy.catchUp();
      copy.verify();
      copy.sync();
      copy.keep();
      posix.truncate(log.fd(), 0);
      return true;
    } finally {
      posix.endLease(log.fd());
    }
  }
}
