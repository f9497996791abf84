package filereeve.kind.rotate;

import filereeve.codec.Level;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import filereeve.files.Directory;
import filereeve.posix.Errno;
import filereeve.posix.PosixException;
import filereeve.replace.ArchiveRequest;
import filereeve.replace.CompressionLines;
import filereeve.replace.Preparation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// One turn at the archives of a directory: batch by batch, until all are done or its time is over.
final class CompressionTurn {
  /// After it the rest is left to another turn: other directories and other rules have theirs
  /// between, and small archives that came meanwhile go before a large one.
  private static final Duration LENGTH = Duration.ofSeconds(10);

  /// A writer that was told opens its new log sooner.
  private static final Duration LONG = Duration.ofMinutes(10);

  /// What publishing a batch may mend: it removes originals and closes files.
  private static final Set<Errno> USED_UP =
      EnumSet.of(Errno.ENOSPC, Errno.EDQUOT, Errno.EMFILE, Errno.ENFILE);

  private final Context context;
  private final LogDirectory directory;
  private final Runnable alive;
  private final CompressionTally tally = new CompressionTally();

  CompressionTurn(Context context, LogDirectory directory, Runnable alive) {
    this.context = context;
    this.directory = directory;
    this.alive = alive;
  }

  Outcome run(List<Candidate> candidates) throws InterruptedException {
    Instant end = now().plus(LENGTH);
    try (var publisher = new Publisher()) {
      CompressionBatch batch = newBatch();
      try {
        for (Candidate next : candidates) {
          if (!batch.hasRoomFor(next)) {
            publisher.publish(batch);
            batch = newBatch();
          }
          if (batch.isEmpty() && now().isAfter(end)) {
            context.sink().accept(anotherTurn());
            break;
          }
          if (!take(next, batch, publisher)) {
            break;
          }
        }
        publisher.await();
        batch.publish();
      } finally {
        batch.close();
      }
    }
    return tally.outcome();
  }

  /// @return false if there is no use in going on
  private boolean take(Candidate next, CompressionBatch batch, Publisher publisher)
      throws InterruptedException {
    alive.run();
    try {
      if (isWritten(next)) {
        return true;
      }
      try {
        prepare(next, batch);
      } catch (PosixException e) {
        if (!USED_UP.contains(e.errno()) || (batch.isEmpty() && !publisher.isBusy())) {
          throw e;
        }
        publisher.await();
        batch.publish();
        prepare(next, batch);
      }
      return true;
    } catch (IOException e) {
      tally.failed(next.path(), e);
      return !(e instanceof PosixException call && USED_UP.contains(call.errno()));
    }
  }

  private CompressionBatch newBatch() {
    return new CompressionBatch(context, directory, tally, alive);
  }

  private boolean isWritten(Candidate next) throws IOException {
    if (!context.writers().anyOf(directory.at(next.directory()).orElseThrow(), next.plain())) {
      return false;
    }
    tally.written(next.plain().stat(), now());
    if (next.rotated().plus(LONG).isBefore(now())) {
      context
          .leftAlone()
          .tell(
              "compress",
              next.path(),
              "a process has kept it open for writing since it was rotated. Let its program open"
                  + " the new log: see \"after\"");
    }
    return true;
  }

  private void prepare(Candidate next, CompressionBatch batch)
      throws IOException, InterruptedException {
    Path name = next.name();
    Directory archives = directory.at(next.directory()).orElseThrow();
    Directory target = directory.made(next.into());
    if (target != archives) {
      new OwedMail(context, directory).follow(target);
    }
    Level level =
        context
            .settings()
            .compress()
            .map(RotateSettings.Compression::level)
            .orElseGet(Level.Auto::new);
    var request = new ArchiveRequest(name, next.target(name), next.codec(), level);
    var lines =
        new CompressionLines(
            context.settings().rule(),
            next.path(),
            2 * next.bytes(),
            context.clock(),
            context.log(),
            alive);
    Preparation preparation = context.replacement().prepare(archives, target, request, lines);
    switch (preparation) {
      case Preparation.Ended ended -> batch.ended(next, name, ended.result(), lines);
      case Preparation.Ready ready -> batch.add(next, ready.archive(), lines);
    }
  }

  private Trigger anotherTurn() {
    return new Trigger(
        context.settings().rule(), new Subject.Archives(directory.logs().path()), Cause.FOLLOW_UP);
  }

  private Instant now() {
    return context.clock().instant();
  }
}
