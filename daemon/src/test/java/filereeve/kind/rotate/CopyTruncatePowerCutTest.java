package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

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
import filereeve.testing.UnsyncedPosix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `copytruncate`, with the power cut after every single call: what was not synced is lost.
@Tag("slow")
class CopyTruncatePowerCutTest {
  private final Posix real = UnsyncedPosix.of(new LinuxPosix());
  private final TestClock clock = new TestClock("2026-11-21T00:00:00Z");

  @TempDir private Path onDisk;

  @TempDir(factory = MemoryTempDir.class)
  private Path inMemory;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  /// @param number decides what the first power cut takes; each takes something else
  record Case(CopyTruncateCrashTest.Variant variant, int number) {}

  static Stream<Case> cases() {
    return CopyTruncateCrashTest.variants()
        .filter(variant -> !variant.busy()) // what a writer did not sync may be lost
        .flatMap(variant -> Stream.of(0, 3).map(number -> new Case(variant, number)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void afterAPowerCutAtAnyCallEveryByteIsThereOnceAndInOrder(Case which) throws Exception {
    log.expect(Event.RECOVERED_FILE);
    int calls = EveryCall.of(call -> cutAt(call, which));
    assertThat(calls).as("calls of one rotation").isGreaterThan(20);
  }

  /// @return false if the run ended before that call
  private boolean cutAt(int call, Case which) throws Exception {
    Path parent = which.variant.memory() ? inMemory : onDisk;
    Path directory = Files.createDirectory(parent.resolve(which.hashCode() + "-" + call));
    RotateSettings settings = which.variant.settings(directory);
    try (var writer = new Writer(directory.resolve("app.log"))) {
      writer.write(which.variant.lines());
      new Rig(settings, real, clock, log).wholeAndDrain(Cause.SCHEDULE);
      clock.advance(Duration.ofSeconds(1));
      writer.write(which.variant.lines());
      var power = new PowerCut(directory);
      var posix = FaultyPosix.stoppingAfter(power.watch(real), call);
      boolean stopped =
          power.cutAfter(
              () -> new Rig(settings, posix, clock, log).wholeAndDrain(Cause.SCHEDULE),
              Loss.inTurn(which.number + call));

      writer.reopen();
      var next = new Rig(settings, real, clock, log);
      next.wholeAndDrain(Cause.START);
      next.wholeAndDrain(Cause.RESCAN);

      writer.write(3);
      assertThat(CopyTruncateCrashTest.inOrder(directory).lines())
          .as("after call %d, %s", call, posix.calls().getLast())
          .containsExactlyElementsOf(writer.written());
      assertThat(Rig.names(directory)).noneMatch(name -> name.contains("reeve"));
      return stopped;
    }
  }
}
