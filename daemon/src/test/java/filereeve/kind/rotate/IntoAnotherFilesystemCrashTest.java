package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Cause;
import filereeve.posix.Errno;
import filereeve.telemetry.Event;
import filereeve.testing.FaultyPosix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A move of archives to another filesystem that is interrupted, or fails, at any call.
@Tag("slow")
class IntoAnotherFilesystemCrashTest extends TwoFilesystems {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void interruptedAtAnyCallTheNextStartFindsEveryLineOnce(boolean compressed) throws Exception {
    log.expect(Event.RECOVERED_FILE);
    boolean stopped = true;
    for (int call = 1; stopped; call++) {
      Path logs = logs("crash-" + call);
      Path archives = memory.resolve("crash-" + call);
      var posix = FaultyPosix.stoppingAfter(real, call);
      stopped = false;
      try {
        rig(rule(logs, archives, compressed), posix).wholeAndDrain(Cause.SCHEDULE);
      } catch (FaultyPosix.Stopped _) {
        stopped = true;
      }

      Rig next = rig(rule(logs, archives, compressed), real);
      next.wholeAndDrain(Cause.START);
      next.wholeAndDrain(Cause.RESCAN);

      assertThat(lines(logs, archives)).as("call " + call).containsExactly("the first line");
      assertThat(Rig.names(logs)).as("call " + call).containsExactly("app.log");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void interruptedAtAnyCallRetentionKeepsAsManyAsConfigured(boolean compressed) throws Exception {
    log.expect(Event.RECOVERED_FILE);
    boolean stopped = true;
    for (int call = 1; stopped; call++) {
      Path logs = logs("keep-" + call);
      Path archives = memory.resolve("keep-" + call);
      RuleBuilder rule = rule(logs, archives, compressed).keepFiles(2);
      rotations(rig(rule, real), logs, 2);
      Files.writeString(logs.resolve("app.log"), "the last line\n");
      stopped = false;
      try {
        rig(rule, FaultyPosix.stoppingAfter(real, call)).wholeAndDrain(Cause.SCHEDULE);
      } catch (FaultyPosix.Stopped _) {
        stopped = true;
      }
      assertThat(archived(logs, archives)).as("call " + call).hasSizeGreaterThanOrEqualTo(2);

      Rig next = rig(rule, real);
      next.whole(Cause.START);
      next.whole(Cause.RESCAN);
      assertThat(archived(logs, archives)).as("after call " + call).hasSizeGreaterThanOrEqualTo(2);
      next.wholeAndDrain(Cause.RESCAN);
      next.wholeAndDrain(Cause.RESCAN);
      assertThat(archived(logs, archives)).as("at rest after call " + call).hasSize(2);
    }
  }

  /// The lines of whole archives, each once.
  private static Set<String> archived(Path logs, Path archives) throws IOException {
    var found = new TreeSet<String>();
    for (Path directory : List.of(logs, archives)) {
      for (String name : Rig.names(directory)) {
        if (name.startsWith("app.log-")) {
          Rig.content(directory.resolve(name)).lines().forEach(found::add);
        }
      }
    }
    return found;
  }

  @ParameterizedTest
  @EnumSource(names = {"ENOSPC", "EIO", "EROFS"})
  void whateverCallFailsNothingIsLostAndTheNextRunRepairsIt(Errno errno) throws Exception {
    whateverCallFails(errno, true);
    whateverCallFails(errno, false);
  }

  private void whateverCallFails(Errno errno, boolean compressed) throws Exception {
    log.expect(Event.RECOVERED_FILE);
    int calls = Integer.MAX_VALUE;
    for (int call = 1; call <= calls; call++) {
      Path logs = logs(errno + "-" + compressed + call);
      Path archives = memory.resolve(errno + "-" + compressed + call);
      var posix = FaultyPosix.failing(real, call, errno);

      rig(rule(logs, archives, compressed), posix).wholeAndDrainOnce();
      calls = posix.calls().size();
      assertThat(lines(logs, archives)).as(errno + " at " + call).contains("the first line");

      Rig next = rig(rule(logs, archives, compressed), real);
      next.wholeAndDrain(Cause.SCHEDULE);
      next.wholeAndDrain(Cause.RESCAN);
      assertThat(lines(logs, archives)).as(errno + " at " + call).containsExactly("the first line");
    }
  }
}
