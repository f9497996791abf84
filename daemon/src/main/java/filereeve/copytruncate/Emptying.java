package filereeve.copytruncate;

import filereeve.files.Directory;
import filereeve.posix.Posix;
import filereeve.posix.Stat;
import filereeve.process.Freezable;
import filereeve.process.Freezer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// Copies a log whole, catches up with what is written meanwhile until hardly anything comes, and
/// empties it. What is written between the last read and the cut, some microseconds, is lost; not a
/// byte can be
///
/// - if nobody else has the log open: whoever opens it waits for us (a lease);
/// - or if all who write it stand still for that moment ([Pause]).
///
/// All but the last round's bytes are durable before anything is cut. Those are at once after it,
/// because a sync takes longer than a writer may stand still.
final class Emptying {
  /// A round with less than this is the last but one.
  private static final long SMALL = 64 << 10;

  private static final int MOST_ROUNDS = 20;

  private final Posix posix;
  private final Freezer freezer;
  private final Directory directory;
  private final Path name;
  private final OpenLog log;
  private final Runnable progress;
  private final Optional<Duration> pause;

  /// @param pause empty if writers may not be stopped; else for how long at the most
  Emptying(
      Posix posix,
      Freezer freezer,
      Directory directory,
      Path name,
      OpenLog log,
      Runnable progress,
      Optional<Duration> pause) {
    this.posix = posix;
    this.freezer = freezer;
    this.directory = directory;
    this.name = name;
    this.log = log;
    this.progress = progress;
    this.pause = pause;
  }

  Taken take() throws IOException, InterruptedException {
    try (var copy = new LogCopy(posix, directory, Names.copy(name), log, progress)) {
      var rate = new Rate(log.stat().size());
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
          .write(posix, directory, Names.intent(name));
      Taken taken = empty(copy, writers, rate);
      copy.finish(before);
      posix.sync(log.fd());
      return taken;
    }
  }

  /// What fails before the log loses anything leaves nothing behind: a later look could not tell a
  /// log that was not emptied from one in which the same lines were written again.
  private Taken empty(LogCopy copy, Optional<Pause> writers, Rate rate)
      throws IOException, InterruptedException {
    try {
      return emptied(copy, writers, rate);
    } catch (IOException | InterruptedException e) {
      if (!copy.stays()) {
        Intent.remove(directory, Names.intent(name), e);
      }
      throw e;
    }
  }

  private Taken emptied(LogCopy copy, Optional<Pause> writers, Rate rate)
      throws IOException, InterruptedException {
    copy.sameSize(); // the first call of its kind takes a millisecond: not the one that counts
    if (emptyAlone(copy)) {
      return Taken.exactly(copy.size(), copy.splitsALine());
    }
    if (pause.isPresent() && writers.isPresent()) {
      Optional<Taken> taken = writers.get().empty(copy, rate, pause.get());
      if (taken.isPresent()) {
        return taken.get();
      }
    }
    copy.catchUp();
    copy.stay();
    posix.truncate(log.fd(), 0);
    return new Taken(
        copy.size(), copy.splitsALine(), OptionalLong.of(rate.couldBeLost(copy)), Optional.empty());
  }

  /// @return false if somebody else has it open
  private boolean emptyAlone(LogCopy copy) throws IOException, InterruptedException {
    if (!posix.leaseAlone(log.fd())) {
      return false;
    }
    try {
      copy.catchUp();
      copy.verify();
      copy.sync();
      copy.stay();
      posix.truncate(log.fd(), 0);
      return true;
    } finally {
      posix.endLease(log.fd());
    }
  }
}
