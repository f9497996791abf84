package filereeve.kind.reload;

import filereeve.dispatch.Run;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.RuleName;
import filereeve.event.RunKey;
import filereeve.event.Subject;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.process.Action;
import filereeve.queue.Debounce;
import filereeve.route.Claims;
import filereeve.route.Glob;
import filereeve.testing.Durability;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The configuration of a service, and a rule for it. The service says how often and of what it was
/// told: its `apply` appends the configuration to the file `told`. Its check fails if a file has
/// the word `bad`.
abstract class OneConfiguration {
  static final RuleName RULE = new RuleName("reload", "web");
  static final Subject.Whole WHOLE = new Subject.Whole();
  static final Debounce DEBOUNCE = new Debounce(Duration.ofSeconds(2), Duration.ofSeconds(30));
  @RegisterExtension final RecordingLog log = new RecordingLog();
  @TempDir Path directory;
  final Posix real = Durability.of(new LinuxPosix());
  final TestClock clock = new TestClock("2026-11-21T00:00:00Z");
  Path etc = Path.of("/");
  Path site = Path.of("/");
  Path told = Path.of("/");

  @BeforeEach
  void makeAConfiguration() throws IOException {
    etc = Files.createDirectory(directory.resolve("etc"));
    site = Files.writeString(etc.resolve("site.conf"), "one\n");
    told = directory.resolve("told");
  }

  Outcome look() throws InterruptedException {
    return look(Cause.CHANGE);
  }

  Outcome look(Cause cause) throws InterruptedException {
    return look(handler(real, Optional.of(check()), apply()), cause);
  }

  static Outcome look(ReloadHandler handler) throws InterruptedException {
    return look(handler, Cause.CHANGE);
  }

  static Outcome look(ReloadHandler handler, Cause cause) throws InterruptedException {
    return handler.handle(
        new Run(new RunKey(RULE, WHOLE), Set.of(cause), 1, Claims.NONE, () -> {}));
  }

  static Run run(Claims claims) {
    return new Run(new RunKey(RULE, WHOLE), Set.of(Cause.CHANGE), 1, claims, () -> {});
  }

  ReloadHandler handler(Posix posix, Optional<Action.Run> check, Action apply) {
    return handler(posix, globs(etc + "/*.conf"), List.of(), check, apply);
  }

  ReloadHandler handler(List<Glob> watch, List<Glob> ignore, Action apply) {
    return handler(real, watch, ignore, Optional.empty(), apply);
  }

  ReloadHandler handler(
      Posix posix, List<Glob> watch, List<Glob> ignore, Optional<Action.Run> check, Action apply) {
    return HandlerOnDisk.of(
        new ReloadSettings(RULE, watch, ignore, check, apply, DEBOUNCE, Duration.ofSeconds(20)),
        posix,
        clock,
        log,
        directory);
  }

  Action.Run check() {
    return run(
        "sh", "-c", "if grep -qs bad " + etc + "/*.conf; then echo line 1 is bad; exit 3; fi");
  }

  Action.Run apply() {
    return run("sh", "-c", "cat " + etc + "/*.conf >> " + told);
  }

  static Action.Run run(String... argv) {
    return new Action.Run(List.of(argv));
  }

  static List<Glob> globs(String... texts) {
    return Stream.of(texts).map(Glob::parse).toList();
  }
}
