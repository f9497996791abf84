package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Codec;
import filereeve.dispatch.Assignment;
import filereeve.dispatch.Dispatcher;
import filereeve.dispatch.Lane;
import filereeve.dispatch.RetryPolicy;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import filereeve.event.Work;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.queue.Debounce;
import filereeve.queue.Terms;
import filereeve.queue.TriggerQueue;
import filereeve.telemetry.Event;
import filereeve.testing.FaultyPosix;
import filereeve.testing.FaultyPosix.Fault;
import filereeve.testing.FileDates;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import filereeve.time.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A disk on which nothing can be changed for ten minutes, under a program that writes all the
/// time, with the daemon's own queue and dispatcher: they try again, at the pace of the defaults,
/// and at the rescan.
@Tag("slow")
class LongFaultTest {
  private static final Duration BEGINS = Duration.ofMinutes(1);
  private static final Duration LASTS = Duration.ofMinutes(10);
  private static final Duration RESCAN = Duration.ofMinutes(5);

  /// As the defaults of the configuration are.
  private static final RetryPolicy RETRY =
      new RetryPolicy(5, Duration.ofSeconds(1), Duration.ofMinutes(5));

  private static final Debounce EACH_SECOND =
      new Debounce(Duration.ofSeconds(1), Duration.ofSeconds(1));
  private static final long SIZE = 2000;

  private final Instant start =
      FileDates.now().truncatedTo(ChronoUnit.HOURS).plus(2, ChronoUnit.HOURS);
  private final TestClock clock = new TestClock(start.toString());

  @TempDir(factory = MemoryTempDir.class)
  private Path directory;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  record Variant(Errno errno, Naming naming, Codec codec, boolean create) {
    RotateSettings settings(Path directory) {
      RuleBuilder rule =
          RuleBuilder.of(directory, "*.log").size(SIZE).naming(naming).compress(codec).after();
      return create ? rule.create().settings() : rule.settings();
    }
  }

  static Stream<Variant> variants() {
    return Stream.of(
        new Variant(Errno.ENOSPC, Naming.NUMBERED, Codec.ZSTD, true),
        new Variant(Errno.ENOSPC, Naming.DATED, Codec.GZIP, false),
        new Variant(Errno.EDQUOT, Naming.DATED, Codec.ZSTD, true),
        new Variant(Errno.EIO, Naming.NUMBERED, Codec.GZIP, false),
        new Variant(Errno.EROFS, Naming.DATED, Codec.ZSTD, false));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void afterTenMinutesEverythingComesRightByItselfAndTheLogWasNotFlooded(Variant variant)
      throws Exception {
    log.expect(Event.RETRY, Event.FAILED, Event.REPEATED, Event.RECOVERED_FILE);
    Path app = directory.resolve("app.log");
    var posix =
        FaultyPosix.of(new LinuxPosix(), new Fault.FailChanges(this::isFaulty, variant.errno));
    try (var writer = new Writer(app)) {
      var rig = new Rig(variant.settings(directory), posix, clock, log, writer::reopen);
      var queue =
          new ClockedQueue(
              new TriggerQueue<>(
                  key -> Optional.of(new Terms<>(EACH_SECOND, rig.handler().lane(key.subject()))),
                  1000,
                  (_, _) -> {}),
              clock,
              _ -> {
                writer.write(10);
                return List.of(new Trigger(RuleBuilder.NAME, new Subject.File(app), Cause.CHANGE));
              },
              BEGINS.plus(LASTS).plus(RESCAN).plusMinutes(2));
      rig.sendTo(queue::offer);
      Dispatcher dispatcher = dispatcher(rig, queue);
      dispatcher.start();
      queue.offer(new Trigger(RuleBuilder.NAME, new Subject.Whole(), Cause.START));
      queue.awaitEnd();
      assertThat(dispatcher.stop(Duration.ofSeconds(10))).isTrue();

      assertThat(Rig.lines(directory)).isEqualTo(writer.written());
      assertThat(Rig.names(directory))
          .allMatch(name -> name.equals("app.log") || name.endsWith(variant.codec.suffix()))
          .hasSizeGreaterThan(10);
      assertThat(Files.size(app)).as("it keeps up again").isLessThan(2 * SIZE);
      assertThat(complaints().size()).as("lines that complain").isBetween(1, 40);
      assertThat(log.lines(Event.RECOVERED)).isNotEmpty();
    }
  }

  private boolean isFaulty() {
    Duration since = Duration.between(start, clock.instant());
    return since.compareTo(BEGINS) >= 0 && since.compareTo(BEGINS.plus(LASTS)) < 0;
  }

  private List<RecordingLog.Line> complaints() {
    return log.lines().stream()
        .filter(line -> line.event().level().compareTo(Event.Level.WARN) >= 0)
        .toList();
  }

  private Dispatcher dispatcher(Rig rig, ClockedQueue queue) {
    var assignment = new Assignment(rig.handler(), rig.claims(), Duration.ofMinutes(1), RETRY);
    return new Dispatcher(
        new Dispatcher.Parts(
            Map.of(Lane.SCAN, 1, Lane.ROTATE, 1, Lane.COMPRESS, 1),
            queue,
            _ -> Optional.of(assignment),
            (work, outcome, _) -> ended(queue, work, outcome),
            _ -> {},
            log,
            clock,
            Ticker.SYSTEM,
            () -> 0.5));
  }

  /// What the program does: the next scan of the whole rule comes after the rescan interval.
  private static void ended(ClockedQueue queue, Work work, Outcome outcome) {
    if (!(work.key().subject() instanceof Subject.Whole)) {
      return;
    }
    switch (outcome) {
      case Outcome.Done _, Outcome.Skipped _, Outcome.Refused _, Outcome.Failed _ ->
          queue.later(work.key(), Cause.RESCAN, RESCAN, false);
      case Outcome.Deferred _, Outcome.Retry _ -> {}
    }
  }
}
