package filereeve.kind.compress;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.telemetry.Event;
import filereeve.testing.FaultyPosix;
import filereeve.testing.LogLines;
import filereeve.testing.RecordingLog;
import filereeve.testing.UnsyncedPosix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every call of a compression is interrupted or fails once, and the next run recovers.
@Tag("slow")
class CompressFaultsTest {
  private static final String FILE = "a.csv";
  private static final byte[] CONTENT = LogLines.bytes(20_000);

  /// One for each call, in turn, and another for the same call with the next codec.
  private static final List<Errno> ERRNOS =
      List.of(Errno.ENOSPC, Errno.EIO, Errno.EACCES, Errno.EDQUOT, Errno.EROFS);

  @RegisterExtension final RecordingLog log = new RecordingLog();
  private final Posix healthy = UnsyncedPosix.of(new LinuxPosix());
  @TempDir private Path dir;

  @ParameterizedTest
  @EnumSource
  void stoppedAfterAnyCallTheNextStartReplacesTheFile(Codec codec) throws Exception {
    log.expect(Event.RECOVERED_FILE);
    int calls = calls(codec);
    for (int call = 1; call <= calls; call++) {
      RuleOnDirectory rule = ruleOn("stopped-after-" + call, codec);
      runUntilStopped(rule, call);
      rule.assertNotLost(FILE, CONTENT);

      rule.start(healthy).everything(Cause.START);

      rule.assertReplaced(FILE, CONTENT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void stoppedAfterAnyCallTheNextStartCreatesTheArchiveOfAKeptFile(Codec codec) throws Exception {
    log.expect(Event.RECOVERED_FILE);
    RuleOnDirectory counted = ruleOn("counted", codec);
    counted.keepOriginal = true;
    int calls = calls(counted);
    for (int call = 1; call <= calls; call++) {
      RuleOnDirectory rule = ruleOn("stopped-after-" + call, codec);
      rule.keepOriginal = true;
      runUntilStopped(rule, call);
      rule.assertNotLost(FILE, CONTENT);

      rule.start(healthy).everything(Cause.START);

      assertThat(rule.names()).containsExactly(FILE, rule.archiveOf(FILE));
      rule.assertNotLost(FILE, CONTENT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anyFailingCallIsReportedOnceAndTheNextRunRecovers(Codec codec) throws Exception {
    log.expect(Event.RECOVERED_FILE);
    int calls = calls(codec);
    for (int call = 1; call <= calls; call++) {
      RuleOnDirectory rule = ruleOn("failed-at-" + call, codec);
      Errno errno = ERRNOS.get((List.of(Codec.values()).indexOf(codec) + call) % ERRNOS.size());
      FaultyPosix faulty = FaultyPosix.failing(healthy, call, errno);

      Outcome outcome = rule.start(faulty).file(FILE, Cause.CHANGE);

      assertThat(why(outcome))
          .as("call %d: %s", call, faulty.calls().get(call - 1))
          .startsWith("cannot compress " + rule.dir.resolve(FILE) + ": ")
          .contains(errno.text());
      rule.assertNotLost(FILE, CONTENT);

      rule.start(healthy).everything(Cause.RESCAN);

      rule.assertReplaced(FILE, CONTENT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFullDiskLosesNothing(Codec codec) throws Exception {
    log.expect(Event.RECOVERED_FILE);
    int calls = calls(codec);
    for (int call = 1; call <= calls; call++) {
      RuleOnDirectory rule = ruleOn("full-from-" + call, codec);
      var fault = new FaultyPosix.Fault.Fail(call, Errno.ENOSPC, Integer.MAX_VALUE / 2);

      Outcome outcome = rule.start(FaultyPosix.of(healthy, fault)).file(FILE, Cause.CHANGE);

      assertThat(outcome).isInstanceOf(Outcome.Retry.class);
      rule.assertNotLost(FILE, CONTENT);
      rule.start(healthy).everything(Cause.RESCAN);
      rule.assertReplaced(FILE, CONTENT);
    }
  }

  private int calls(Codec codec) throws Exception {
    return calls(ruleOn("counted", codec));
  }

  private int calls(RuleOnDirectory rule) throws Exception {
    FaultyPosix counting = FaultyPosix.counting(healthy);
    assertThat(rule.start(counting).file(FILE, Cause.CHANGE)).isInstanceOf(Outcome.Done.class);
    return counting.calls().size();
  }

  private void runUntilStopped(RuleOnDirectory rule, int call) throws InterruptedException {
    try {
      rule.start(FaultyPosix.stoppingAfter(healthy, call)).file(FILE, Cause.CHANGE);
      throw new AssertionError("the run came to its end before call " + call);
    } catch (FaultyPosix.Stopped stopped) {
      assertThat(stopped).hasMessageStartingWith("stopped after ");
    }
  }

  private RuleOnDirectory ruleOn(String name, Codec codec) throws IOException {
    var rule = new RuleOnDirectory(Files.createDirectory(dir.resolve(name)), log);
    rule.codec = codec;
    Files.write(rule.dir.resolve(FILE), CONTENT);
    return rule;
  }

  private static String why(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Retry retry -> retry.why();
      case Outcome.Failed failed -> failed.why();
      case Outcome.Done _, Outcome.Skipped _, Outcome.Refused _, Outcome.Deferred _ ->
          "no failure: " + outcome;
    };
  }
}
