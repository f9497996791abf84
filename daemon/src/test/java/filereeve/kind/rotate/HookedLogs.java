package filereeve.kind.rotate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.process.Action;
import filereeve.process.Placeholders;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Logs in one directory, and hooks that record what they were run for and fail on request.
abstract class HookedLogs {
  static final String STAMP = "-20261121T000000Z";
  final Posix real = new LinuxPosix();
  final TestClock clock = new TestClock("2026-11-21T00:00:00Z");

  @TempDir(factory = MemoryTempDir.class)
  Path directory;

  @RegisterExtension final RecordingLog log = new RecordingLog();

  /// What was run, such as `prepare a.log b.log` and `reopen a.log>a.log.1`.
  final List<String> ran = Collections.synchronizedList(new ArrayList<>());

  /// The commands that fail.
  final Set<String> failing = new HashSet<>();

  RuleBuilder after(Hooks.Per per) {
    return RuleBuilder.of(directory, "*.log").hooks(false, per);
  }

  RuleBuilder rule(Hooks.Per per) {
    return RuleBuilder.of(directory, "*.log").hooks(true, per);
  }

  Rig rig(RuleBuilder rule, Posix posix, HookRunner runner) {
    return new Rig(rule.settings(), posix, clock, log, runner);
  }

  Optional<String> runHook(Action action, Placeholders placeholders, Duration timeout) {
    assertThat(timeout).isPositive();
    String program = ((Action.Run) action).argv().getFirst();
    String command = program + " " + files(placeholders, Hooks.PATH);
    if (program.equals("reopen")) {
      command += ">" + files(placeholders, Hooks.ARCHIVE);
    }
    ran.add(command);
    return failing.contains(command) ? Optional.of("no such luck.") : Optional.empty();
  }

  static String files(Placeholders placeholders, String name) {
    String one = placeholders.values().get(name);
    List<String> all = one == null ? requireNonNull(placeholders.lists().get(name)) : List.of(one);
    return String.join(
        " ", all.stream().map(path -> String.valueOf(Path.of(path).getFileName())).toList());
  }

  void logs(String... names) throws IOException {
    for (String name : names) {
      Files.writeString(directory.resolve(name), "x");
    }
  }

  List<String> names() {
    try {
      return List.copyOf(Rig.names(directory));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  void remove(String name) {
    try {
      Files.deleteIfExists(directory.resolve(name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
