package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.telemetry.Event;
import filereeve.testing.EveryCall;
import filereeve.testing.FaultyPosix;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.PowerCut;
import filereeve.testing.PowerCut.Loss;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Rotation and compression, with the power cut after every single call: what was not synced is
/// lost.
@Tag("slow")
class RotatePowerCutTest {
  private final Posix real = new LinuxPosix();
  private final TestClock clock = new TestClock("2026-11-21T00:00:00Z");

  @TempDir(factory = MemoryTempDir.class)
  private Path tempDir;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  /// @param number decides what the first power cut takes; each takes something else
  record Case(RotateCrashTest.Variant variant, int number) {}

  static Stream<Case> cases() {
    List<RotateCrashTest.Variant> variants =
        RotateCrashTest.variants()
            .filter(variant -> variant.codec().filter(codec -> codec != Codec.ZSTD).isEmpty())
            .toList();
    return IntStream.range(0, variants.size()).mapToObj(i -> new Case(variants.get(i), i));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void afterAPowerCutAtAnyCallEveryLineIsThereOnce(Case which) throws Exception {
    log.expect(Event.RECOVERED_FILE);
    int calls = EveryCall.of(call -> cutAt(call, which));
    assertThat(calls).as("calls of one rotation").isGreaterThan(10);
  }

  /// @return false if the run ended before that call
  private boolean cutAt(int call, Case which) throws Exception {
    Path directory = Files.createDirectory(tempDir.resolve(which.number + "-" + call));
    RotateSettings settings = which.variant.settings(directory);
    try (var writer = new Writer(directory.resolve("app.log"))) {
      for (int i = 0; i < 2; i++) {
        writer.write(3);
        new Rig(settings, real, clock, log, writer::reopen).wholeAndDrain(Cause.SCHEDULE);
        clock.advance(Duration.ofSeconds(1));
      }
      writer.write(3);
      var power = new PowerCut(directory);
      var posix = FaultyPosix.stoppingAfter(power.watch(which.variant.on(real)), call);
      boolean stopped =
          power.cutAfter(
              () ->
                  new Rig(settings, posix, clock, log, writer::reopen)
                      .wholeAndDrain(Cause.SCHEDULE),
              Loss.inTurn(which.number + call));

      writer.reopen();
      var next = new Rig(settings, real, clock, log, writer::reopen);
      next.wholeAndDrain(Cause.START);
      next.wholeAndDrain(Cause.RESCAN);

      writer.write(3);
      assertThat(Rig.lines(directory))
          .as("after call %d, %s", call, posix.calls().getLast())
          .isEqualTo(writer.written());
      assertThat(Rig.names(directory)).noneMatch(name -> name.contains("filereeve"));
      return stopped;
    }
  }
}
