package filereeve.kind.compress;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.telemetry.Event;
import filereeve.testing.EveryCall;
import filereeve.testing.FaultyPosix;
import filereeve.testing.LogLines;
import filereeve.testing.PowerCut;
import filereeve.testing.PowerCut.Loss;
import filereeve.testing.RecordingLog;
import filereeve.testing.UnsyncedPosix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A file is compressed, with the power cut after every single call: what was not synced is lost.
@Tag("slow")
class CompressPowerCutTest {
  private static final String FILE = "a.csv";
  private static final byte[] CONTENT = LogLines.bytes(20_000);

  @RegisterExtension final RecordingLog log = new RecordingLog();
  private final Posix real = UnsyncedPosix.of(new LinuxPosix());
  @TempDir private Path dir;

  record Case(Codec codec, boolean keepOriginal) {}

  static Stream<Case> cases() {
    return Stream.of(Codec.values())
        .flatMap(codec -> Stream.of(false, true).map(keep -> new Case(codec, keep)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void afterAPowerCutAtAnyCallTheNextStartFinishes(Case which) throws Exception {
    log.expect(Event.RECOVERED_FILE);
    int calls = EveryCall.of(call -> cutAt(call, which));
    assertThat(calls).as("calls of one compression").isGreaterThan(10);
  }

  /// @return false if the run ended before that call
  private boolean cutAt(int call, Case which) throws Exception {
    var rule = new RuleOnDirectory(Files.createDirectory(dir.resolve("cut-" + call)), log);
    rule.codec = which.codec;
    rule.keepOriginal = which.keepOriginal;
    Files.write(rule.dir.resolve(FILE), CONTENT);
    var power = new PowerCut(rule.dir);
    var posix = FaultyPosix.stoppingAfter(power.watch(real), call);
    boolean stopped =
        power.cutAfter(
            () -> rule.start(posix).file(FILE, Cause.CHANGE),
            Loss.inTurn(which.codec.name().length() + call));

    rule.start(real).everything(Cause.START);

    if (which.keepOriginal) {
      assertThat(rule.names()).containsExactly(FILE, rule.archiveOf(FILE));
      rule.assertNotLost(FILE, CONTENT);
    } else {
      rule.assertReplaced(FILE, CONTENT);
    }
    return stopped;
  }
}
