package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.archive.NamePattern;
import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.telemetry.Event;
import filereeve.testing.BetweenCalls;
import filereeve.testing.EveryCall;
import filereeve.testing.FaultyPosix;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Rotation and compression, interrupted after every single call, and with every single call
/// failing.
@Tag("slow")
class RotateCrashTest {
  /// One for each call, in turn, and another for the same call of the next variant: that each call
  /// is tried with each of them takes no trying of all with all.
  private static final List<Errno> ERRNOS = List.of(Errno.ENOSPC, Errno.EIO, Errno.EACCES);

  private final Posix real = new LinuxPosix();
  private final TestClock clock = new TestClock("2026-11-21T00:00:00Z");

  @TempDir(factory = MemoryTempDir.class)
  private Path tempDir;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  /// @param swaps whether the filesystem can swap two names
  record Variant(
      Naming naming, Optional<Codec> codec, boolean create, boolean into, boolean swaps) {
    Variant(Naming naming, Optional<Codec> codec, boolean create, boolean into) {
      this(naming, codec, create, into, true);
    }

    Posix on(Posix real) {
      return swaps ? real : BetweenCalls.withoutSwap(real);
    }

    RotateSettings settings(Path directory) {
      RuleBuilder rule =
          RuleBuilder.of(directory, "*.log").naming(naming).compress(codec, 0).after().keepFiles(9);
      if (create) {
        rule.create();
      }
      return into ? rule.archiveDir("old").settings() : rule.settings();
    }
  }

  static Stream<Variant> variants() {
    var variants = new ArrayList<Variant>();
    for (Codec codec : Codec.values()) { // how it is compressed does not depend on the name
      Naming naming = variants.size() % 2 == 0 ? Naming.DATED : Naming.NUMBERED;
      variants.add(new Variant(naming, Optional.of(codec), false, false));
    }
    for (Naming naming : List.of(Naming.DATED, Naming.NUMBERED)) {
      variants.add(new Variant(naming, Optional.empty(), false, false));
      variants.add(new Variant(naming, Optional.empty(), true, false));
      variants.add(new Variant(naming, Optional.of(Codec.ZSTD), true, false));
      variants.add(new Variant(naming, Optional.of(Codec.ZSTD), true, true));
    }
    for (Naming naming : List.of(Naming.DATED, Naming.NUMBERED)) {
      variants.add(new Variant(naming, Optional.empty(), true, true, false));
    }
    for (Naming naming :
        List.of(
            new Naming.Numbered(0),
            new Naming.Dated(NamePattern.parse("<stem>-<yyyy><MM><dd><ext>")))) {
      variants.add(new Variant(naming, Optional.of(Codec.ZSTD), true, false));
      variants.add(new Variant(naming, Optional.of(Codec.ZSTD), false, true));
    }
    return variants.stream();
  }

  @ParameterizedTest
  @MethodSource("variants")
  void afterACrashAtAnyCallTheNextStartFindsEveryLineOnce(Variant variant) throws Exception {
    log.expect(Event.RECOVERED_FILE);
    int calls = EveryCall.of(call -> crashAt(call, variant));
    assertThat(calls).as("calls of one rotation").isGreaterThan(10);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void whateverCallFailsNothingIsLostAndTheNextRunRepairsIt(Variant variant) throws Exception {
    log.expect(Event.RECOVERED_FILE);
    int number = variants().toList().indexOf(variant);
    int calls =
        EveryCall.of(call -> failAt(call, ERRNOS.get((number + call) % ERRNOS.size()), variant));
    assertThat(calls).as("calls of one rotation").isGreaterThan(10);
  }

  /// @return false if the run ended before that call
  private boolean crashAt(int call, Variant variant) throws Exception {
    Path directory = directory("crash", call, variant);
    try (var writer = earlierRotations(directory, variant)) {
      var posix = FaultyPosix.stoppingAfter(variant.on(real), call);
      boolean stopped = false;
      try {
        new Rig(variant.settings(directory), posix, clock, log, writer::reopen)
            .wholeAndDrain(Cause.SCHEDULE);
      } catch (FaultyPosix.Stopped _) {
        stopped = true;
      }
      writer.write(3);

      recover(directory, variant, writer);

      assertMended(directory, variant, writer, "stopped after call " + call + ": " + last(posix));
      return stopped;
    }
  }

  private boolean failAt(int call, Errno errno, Variant variant) throws Exception {
    Path directory = directory(errno.name(), call, variant);
    try (var writer = earlierRotations(directory, variant)) {
      var posix = FaultyPosix.failing(variant.on(real), call, errno);
      var rig = new Rig(variant.settings(directory), posix, clock, log, writer::reopen);
      List<Outcome> outcomes = rig.wholeAndDrain(Cause.SCHEDULE);
      boolean failed = posix.calls().size() >= call;
      String where = errno + " at call " + call + ": " + failing(posix, call);

      List<String> complaints = outcomes.stream().flatMap(o -> complaint(o).stream()).toList();
      if (failed) {
        assertThat(complaints).as(where).hasSizeBetween(0, 1);
        assertThat(complaints).as(where).allMatch(why -> why.startsWith("cannot "));
      } else {
        assertThat(complaints).as(where).isEmpty();
      }
      assertThat(Rig.lines(directory)).as(where).containsAll(writer.written());

      writer.write(3);
      rig.wholeAndDrain(Cause.SCHEDULE);
      recover(directory, variant, writer);
      assertMended(directory, variant, writer, where);
      return failed;
    }
  }

  /// Two archives, the older one compressed if the variant says so, and a log that is due.
  private Writer earlierRotations(Path directory, Variant variant) throws Exception {
    var writer = new Writer(directory.resolve("app.log"));
    var rig = new Rig(variant.settings(directory), variant.on(real), clock, log, writer::reopen);
    for (int i = 0; i < 2; i++) {
      writer.write(3);
      rig.wholeAndDrain(Cause.SCHEDULE);
      clock.advance(Duration.ofSeconds(1));
    }
    return writer.write(3);
  }

  /// A new process on a healthy disk.
  private void recover(Path directory, Variant variant, Writer writer) throws Exception {
    var rig = new Rig(variant.settings(directory), variant.on(real), clock, log, writer::reopen);
    rig.wholeAndDrain(Cause.START);
    rig.wholeAndDrain(Cause.RESCAN);
  }

  private static void assertMended(Path directory, Variant variant, Writer writer, String where)
      throws IOException {
    writer.write(3);
    assertThat(Rig.lines(directory)).as(where).isEqualTo(writer.written());
    assertThat(Rig.names(directory))
        .as(where)
        .contains("app.log")
        .noneMatch(n -> n.contains("filereeve"));
    variant
        .codec()
        .ifPresent(
            codec -> {
              try {
                assertThat(Rig.names(directory))
                    .as(where)
                    .allMatch(n -> n.equals("app.log") || n.endsWith("." + codec.suffix()));
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
  }

  private Path directory(String kind, int call, Variant variant) throws IOException {
    return Files.createDirectories(tempDir.resolve(kind + "-" + variant.hashCode() + "-" + call));
  }

  private static Optional<String> complaint(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Retry(String why) -> Optional.of(why);
      case Outcome.Failed(String why) -> Optional.of(why);
      case Outcome.Done _, Outcome.Skipped _, Outcome.Refused _, Outcome.Deferred _ ->
          Optional.empty();
    };
  }

  private static String last(FaultyPosix posix) {
    return posix.calls().getLast();
  }

  private static String failing(FaultyPosix posix, int call) {
    return posix.calls().size() >= call ? posix.calls().get(call - 1) : "none";
  }
}
