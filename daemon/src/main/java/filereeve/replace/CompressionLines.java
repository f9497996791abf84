package filereeve.replace;

import static filereeve.telemetry.Field.field;

import filereeve.event.RuleName;
import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import filereeve.units.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.LongConsumer;

/// Logs the compression of one file: a line every ten seconds while it is in progress, and one when
/// it is done. Each block is also a heartbeat for the dispatcher.
public final class CompressionLines implements LongConsumer {
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final RuleName rule;
  private final Path path;
  private final long total;
  private final InstantSource clock;
  private final Log log;
  private final Runnable heartbeat;
  private final Instant started;
  private Instant next;
  private long done;

  /// @param total bytes that will be processed
  public CompressionLines(
      RuleName rule, Path path, long total, InstantSource clock, Log log, Runnable heartbeat) {
    this.rule = rule;
    this.path = path;
    this.total = total;
    this.clock = clock;
    this.log = log;
    this.heartbeat = heartbeat;
    this.started = clock.instant();
    this.next = started.plus(EVERY);
  }

  @Override
  public void accept(long bytes) {
    heartbeat.run();
    done += bytes;
    Instant now = clock.instant();
    if (now.isBefore(next)) {
      return;
    }
    next = done < total ? now.plus(EVERY) : Instant.MAX;
    log.log(
        Event.PROGRESS,
        field("rule", rule),
        field("file", path),
        field("percent", Math.min(100, done * 100 / Math.max(1, total))),
        field("took", took()));
  }

  /// @param file that was compressed
  /// @param archive that replaced it
  public void compressed(Path file, Path archive, ReplacementResult.Compressed done) {
    log.log(
        Event.COMPRESSED,
        field("rule", rule),
        field("file", file),
        field("archive", archive),
        field("bytes", new Size(done.bytes())),
        field("compressed", new Size(done.compressed())),
        field(
            "ratio", String.format(Locale.ROOT, "%.1f", (double) done.bytes() / done.compressed())),
        field("took", took()));
  }

  /// @param file that was copied to another filesystem or mount
  /// @param archive the copy that replaced it
  public void moved(Path file, Path archive, ReplacementResult.Compressed done) {
    log.log(
        Event.MOVED,
        field("rule", rule),
        field("file", file),
        field("archive", archive),
        field("bytes", new Size(done.bytes())),
        field("took", took()));
  }

  /// Logs that the archive was complete already, and that the file was removed.
  public void recovered(Path file, Path archive, String why) {
    log.log(
        Event.RECOVERED_FILE,
        field("rule", rule),
        field("file", file),
        field("archive", archive),
        field("why", why));
  }

  /// Logs that the temporary file of an interrupted compression was removed.
  public static void leftOverRemoved(Log log, RuleName rule, Path temp) {
    log.log(
        Event.RECOVERED_FILE,
        field("rule", rule),
        field("file", temp),
        field("why", "a compression was interrupted; its temporary file was removed"));
  }

  private Duration took() {
    return Duration.between(started, clock.instant());
  }
}
