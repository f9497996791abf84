package filereeve.telemetry;

import static filereeve.telemetry.Field.field;

import filereeve.event.RuleName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongConsumer;

/// A line each ten seconds for a file that takes longer, and a sign of life to the dispatcher at
/// each block.
public final class ProgressLines implements LongConsumer {
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final RuleName rule;
  private final Path path;
  private final long total;
  private final InstantSource clock;
  private final Log log;
  private final Runnable alive;
  private final Instant started;
  private Instant next;
  private long done;

  /// @param total how many bytes will be gone through
  public ProgressLines(
      RuleName rule, Path path, long total, InstantSource clock, Log log, Runnable alive) {
    this.rule = rule;
    this.path = path;
    this.total = total;
    this.clock = clock;
    this.log = log;
    this.alive = alive;
    this.started = clock.instant();
    this.next = started.plus(EVERY);
  }

  @Override
  public void accept(long bytes) {
    alive.run();
    done += bytes;
    Instant now = clock.instant();
    if (now.isBefore(next)) {
      return;
    }
    next = now.plus(EVERY);
    log.log(
        Event.PROGRESS,
        field("rule", rule),
        field("file", path),
        field("percent", Math.min(100, done * 100 / Math.max(1, total))),
        field("took", took()));
  }

  public Duration took() {
    return Duration.between(started, clock.instant());
  }
}
