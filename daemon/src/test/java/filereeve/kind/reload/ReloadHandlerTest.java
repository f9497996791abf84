package filereeve.kind.reload;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.dispatch.Lane;
import filereeve.dispatch.Run;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.RuleName;
import filereeve.event.RunKey;
import filereeve.event.Subject;
import filereeve.notify.Email;
import filereeve.notify.Mailers;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.process.Action;
import filereeve.process.Actions;
import filereeve.process.Commands;
import filereeve.replace.Replacing;
import filereeve.route.Claims;
import filereeve.route.Glob;
import filereeve.rule.Services;
import filereeve.telemetry.Event;
import filereeve.testing.FaultyPosix;
import filereeve.testing.FaultyPosix.Fault;
import filereeve.testing.Looking;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The service of these tests says how often and of what it was told: its `apply` appends the
/// configuration to the file `told`. Its check fails if a file has the word `bad`.
class ReloadHandlerTest {
  private static final RuleName RULE = new RuleName("reload", "web");
  private static final Subject.Whole WHOLE = new Subject.Whole();

  @RegisterExtension final RecordingLog log = new RecordingLog();
  @TempDir Path directory;
  private final LinuxPosix real = new LinuxPosix();
  private Path etc = Path.of("/");
  private Path site = Path.of("/");
  private Path told = Path.of("/");

  @BeforeEach
  void makeAConfiguration() throws IOException {
    etc = Files.createDirectory(directory.resolve("etc"));
    site = Files.writeString(etc.resolve("site.conf"), "one\n");
    told = directory.resolve("told");
  }

  @Test
  void theFirstLookIsABaseline() throws Exception {
    assertThat(look()).isEqualTo(new Outcome.Done());
    assertThat(log.lines(Event.BASELINE)).hasSize(1);
    assertThat(look()).isInstanceOf(Outcome.Skipped.class);
    assertThat(told).doesNotExist();
  }

  @Test
  void aChangeIsCheckedAndAppliedOnce() throws Exception {
    look();
    Files.writeString(site, "two\n");
    assertThat(look()).isEqualTo(new Outcome.Done());
    assertThat(look()).isInstanceOf(Outcome.Skipped.class);
    assertThat(told).hasContent("two");
    var line = log.lines(Event.RELOADED).getFirst();
    assertThat(line.value("changed")).contains(site.toString());
    assertThat(line.value("files")).contains("1");
  }

  @Test
  void theLookAtTheStartRunsNoCommand() throws Exception {
    look();
    Files.writeString(site, "two\n");
    assertThat(look(Cause.START)).isInstanceOf(Outcome.Deferred.class);
    assertThat(told).as("a command that hangs must not hold up the start").doesNotExist();
    assertThat(look(Cause.RETRY)).isEqualTo(new Outcome.Done());
    assertThat(told).hasContent("two");
  }

  @Test
  void newAndRemovedFilesAreChangesAndOtherTimesAreNone() throws Exception {
    look();
    Files.setLastModifiedTime(site, FileTime.fromMillis(0));
    assertThat(look()).isInstanceOf(Outcome.Skipped.class);
    Path other = Files.writeString(etc.resolve("other.conf"), "");
    assertThat(look()).isEqualTo(new Outcome.Done());
    Files.delete(other);
    assertThat(look()).isEqualTo(new Outcome.Done());
    Files.move(site, etc.resolve("renamed.conf"));
    assertThat(look()).isEqualTo(new Outcome.Done());
  }

  @Test
  void noFileAtAllIsABaselineToo() throws Exception {
    Files.delete(site);
    Files.delete(etc);
    assertThat(look()).isEqualTo(new Outcome.Done());
    Files.createDirectory(etc);
    Files.writeString(site, "now\n");
    look();
    assertThat(told).hasContent("now");
  }

  @Test
  void manyChangedFilesAreNamedInPart() throws Exception {
    look();
    for (int i = 0; i < 7; i++) {
      Files.writeString(etc.resolve(i + ".conf"), "x");
    }
    look();
    assertThat(log.lines(Event.RELOADED).getFirst().value("changed").orElseThrow())
        .endsWith("4.conf and 2 more");
  }

  @Test
  void aChangeThatFailsItsCheckIsRefusedUntilTheNextChange() throws Exception {
    log.expect(Event.RELOAD_REFUSED);
    look();
    Files.writeString(site, "bad\n");
    assertThat(look()).isInstanceOf(Outcome.Skipped.class);
    assertThat(look()).isInstanceOf(Outcome.Skipped.class);
    assertThat(told).doesNotExist();
    var refused = log.lines(Event.RELOAD_REFUSED);
    assertThat(refused).hasSize(1);
    assertThat(refused.getFirst().value("code")).contains("3");
    assertThat(refused.getFirst().value("output")).contains("line 1 is bad");
    Files.writeString(site, "good\n");
    look();
    assertThat(told).hasContent("good");
  }

  @Test
  void anOperatorHasARefusedChangeCheckedAgain() throws Exception {
    log.expect(Event.RELOAD_REFUSED);
    look();
    Files.writeString(site, "bad\n");
    look();
    look(Cause.OPERATOR);
    assertThat(log.lines(Event.RELOAD_REFUSED)).hasSize(2);
  }

  @Test
  void aRefusedChangeThatWasTakenBackAndComesAgainIsCheckedAgain() throws Exception {
    log.expect(Event.RELOAD_REFUSED);
    look();
    Files.writeString(site, "bad\n");
    look();
    Files.writeString(site, "one\n");
    look();
    Files.writeString(site, "bad\n");
    look();
    assertThat(log.lines(Event.RELOAD_REFUSED)).hasSize(2);
    assertThat(told).doesNotExist();
  }

  @Test
  void aCheckThatCannotRunIsTriedAgain() throws Exception {
    var handler = handler(real, Optional.of(run("no-such-check")), apply());
    look(handler);
    Files.writeString(site, "two\n");
    assertThat(((Outcome.Retry) look(handler)).why())
        .startsWith(
            "cannot check the configuration with \"no-such-check\": there is no command"
                + " \"no-such-check\"");
    look();
    assertThat(told).hasContent("two");
  }

  @Test
  void aFailedApplyIsTriedAgain() throws Exception {
    var handler = handler(real, Optional.of(check()), run("sh", "-c", "echo down; exit 1"));
    look(handler);
    Files.writeString(site, "two\n");
    assertThat(((Outcome.Retry) look(handler)).why())
        .isEqualTo("cannot run \"sh -c echo down; exit 1\": it ended with exit code 1: down");
    look();
    assertThat(told).hasContent("two");
  }

  @Test
  void aFailedApplyThatIsTakenBackIsAppliedToo() throws Exception {
    var handler = handler(real, Optional.of(check()), run("false"));
    look(handler);
    Files.writeString(site, "two\n");
    assertThat(look(handler)).isInstanceOf(Outcome.Retry.class);
    Files.writeString(site, "one\n");
    assertThat(look()).isEqualTo(new Outcome.Done());
    assertThat(told).as("a restart that failed left the service down").hasContent("one");
    assertThat(look()).isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void whatIsTakenBackAfterACrashAtAnyCallIsAppliedToo() throws Exception {
    look();
    boolean finished = false;
    for (int call = 1; !finished; call++) {
      Files.writeString(site, "two\n");
      restart();
      try {
        look(handler(FaultyPosix.stoppingAfter(real, call), Optional.of(check()), apply()));
        finished = true;
      } catch (FaultyPosix.Stopped _) {
        // and the administrator takes the change back
      }
      boolean knowsOfTwo = Files.exists(told);
      Files.writeString(site, "one\n");
      look();
      if (knowsOfTwo) {
        assertThat(told).content().endsWith("one\n");
      }
    }
  }

  @Test
  void whatChangesDuringItsCheckIsNotApplied() throws Exception {
    Action.Run editing = run("sh", "-c", "echo later > " + site);
    look();
    Files.writeString(site, "two\n");
    assertThat(look(handler(real, Optional.of(editing), apply())))
        .isInstanceOf(Outcome.Deferred.class);
    assertThat(told).doesNotExist();
  }

  @Test
  void aChangedRuleReloadsNothing() throws Exception {
    look();
    Files.writeString(directory.resolve("extra.conf"), "x");
    List<Glob> wider = globs(directory + "/*.conf", etc + "/*.conf");
    assertThat(look(handler(wider, List.of(), run("true")))).isEqualTo(new Outcome.Done());
    assertThat(look(handler(wider, globs(directory + "/extra.conf"), run("true"))))
        .isEqualTo(new Outcome.Done());
    assertThat(log.lines(Event.BASELINE)).hasSize(3);
    assertThat(log.lines(Event.RELOADED)).isEmpty();
  }

  @Test
  void aChangeThatComesWithAChangedRuleIsApplied() throws Exception {
    look();
    Files.writeString(site, "two\n");
    look(handler(globs(directory + "/*.conf", etc + "/*.conf"), List.of(), apply()));
    assertThat(told).hasContent("two");
  }

  @Test
  void ignoredFilesAreNoChange() throws Exception {
    var handler = handler(globs(etc + "/**"), globs(etc + "/*.swp"), apply());
    look(handler);
    Files.writeString(etc.resolve("site.conf.swp"), "x");
    assertThat(look(handler)).isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void linksAreFollowedAndLoopsEnd() throws Exception {
    Path data = Files.createDirectories(directory.resolve("data/v1"));
    Files.writeString(data.resolve("key"), "1");
    Path second = Files.createDirectories(directory.resolve("data/v2"));
    Files.writeString(second.resolve("key"), "2");
    Path live = Files.createSymbolicLink(directory.resolve("..data"), data);
    Files.createSymbolicLink(etc.resolve("key.conf"), directory.resolve("..data/key"));
    Files.createSymbolicLink(etc.resolve("sites"), live);
    Files.createSymbolicLink(etc.resolve("loop"), etc);
    Files.createSymbolicLink(etc.resolve("itself"), Path.of("itself"));
    var handler = handler(globs(etc + "/**"), List.of(), run("true"));
    look(handler);
    Files.delete(live);
    Files.createSymbolicLink(live, second);
    assertThat(look(handler)).isEqualTo(new Outcome.Done());
    assertThat(log.lines(Event.RELOADED).getFirst().value("changed"))
        .contains(etc.resolve("key.conf") + ", " + etc.resolve("sites/key"));
    Files.delete(second.resolve("key"));
    assertThat(look(handler)).isEqualTo(new Outcome.Done());
  }

  @Test
  void aDamagedMemoryAppliesOnceMore() throws Exception {
    log.expect(Event.STATE_ERROR);
    look();
    Path memory = directory.resolve("state/reload/web");
    Files.writeString(memory, Files.readString(memory).replace("file ", "file 0"));
    look();
    assertThat(told).hasContent("one");
    assertThat(look()).isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void aMemoryThatIsRemovedWhileTheDaemonRunsAppliesOnceMore() throws Exception {
    log.expect(Event.STATE_ERROR);
    ReloadHandler handler = handler(real, Optional.of(check()), apply());
    look(handler);
    Files.delete(directory.resolve("state/reload/web"));
    Files.writeString(site, "two\n");
    look(handler);
    assertThat(told).hasContent("two");
    assertThat(log.lines(Event.STATE_ERROR).getFirst().value("why").orElseThrow())
        .contains("was removed");
    assertThat(look(handler)).isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void aMemoryThatCannotBeWrittenKeepsNoChangeFromBeingAppliedOnce() throws Exception {
    log.expect(Event.STATE_ERROR);
    look();
    var full = new AtomicBoolean(true);
    var posix = new FaultyPosix(real, new Fault.FailChanges(full::get, Errno.ENOSPC));
    ReloadHandler handler = handler(posix, Optional.of(check()), apply());
    Files.writeString(site, "two\n");
    assertThat(look(handler)).isEqualTo(new Outcome.Done());
    assertThat(look(handler)).isInstanceOf(Outcome.Skipped.class);
    assertThat(told).hasContent("two");
    assertThat(log.lines(Event.STATE_ERROR)).hasSize(1);
    full.set(false);
    look(handler);
    assertThat(look()).isInstanceOf(Outcome.Skipped.class); // after a restart
    assertThat(told).hasContent("two");
  }

  @Test
  void aStateDirectoryThatBecomesAFileKeepsNoChangeFromBeingAppliedOnce() throws Exception {
    log.expect(Event.STATE_ERROR);
    ReloadHandler handler = handler(real, Optional.of(check()), apply());
    look(handler);
    Files.move(directory.resolve("state"), directory.resolve("moved"));
    Files.writeString(directory.resolve("state"), "");
    Files.writeString(site, "two\n");
    for (int run = 0; run < 5; run++) {
      look(handler);
    }
    assertThat(told).hasContent("two");
    assertThat(log.lines(Event.STATE_ERROR)).hasSize(2); // not read, not written
  }

  @Test
  void aStateDirectoryThatIsAFileAtTheStartAppliesOnceMore() throws Exception {
    log.expect(Event.STATE_ERROR);
    Files.writeString(directory.resolve("state"), "");
    ReloadHandler handler = handler(real, Optional.of(check()), apply());
    for (int run = 0; run < 3; run++) {
      look(handler);
    }
    assertThat(told).hasContent("one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"directory", "link", "fifo", "sparse"})
  void aMemoryThatIsNoFileAppliesOnceMore(String kind) throws Exception {
    log.expect(Event.STATE_ERROR);
    look();
    Path memory = directory.resolve("state/reload/web");
    Files.move(memory, directory.resolve("moved"));
    switch (kind) {
      case "directory" -> Files.createDirectory(memory);
      case "link" -> Files.createSymbolicLink(memory, directory.resolve("moved"));
      case "fifo" -> new ProcessBuilder("mkfifo", memory.toString()).start().waitFor();
      default -> {
        try (var sparse = new RandomAccessFile(memory.toFile(), "rw")) {
          sparse.setLength(20L << 30);
        }
      }
    }
    ReloadHandler handler = handler(real, Optional.of(check()), apply());
    look(handler);
    assertThat(told).hasContent("one");
    assertThat(look(handler)).isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void aCrashAtAnyCallAppliesAtLeastOnce() throws Exception {
    look();
    Files.writeString(site, "two\n");
    int crashes = 0;
    boolean finished = false;
    for (int call = 1; !finished; call++) {
      restart();
      try {
        look(handler(FaultyPosix.stoppingAfter(real, call), Optional.of(check()), apply()));
        finished = true;
      } catch (FaultyPosix.Stopped e) {
        crashes++;
      }
      look();
      assertThat(told).content().matches("(two\n)+");
      assertThat(look()).isInstanceOf(Outcome.Skipped.class);
    }
    assertThat(crashes).isGreaterThan(5);
  }

  @Test
  void aFailureOfAnyCallIsMendedByTheNextLook() throws Exception {
    log.expect(Event.STATE_ERROR);
    look();
    Files.writeString(site, "two\n");
    var counting = FaultyPosix.counting(real);
    look(handler(counting, Optional.of(check()), apply()));
    int calls = counting.calls().size();
    assertThat(calls).isGreaterThan(10);
    for (int call = 1; call <= calls; call++) {
      Errno errno = List.of(Errno.ENOSPC, Errno.EIO, Errno.EACCES).get(call % 3);
      restart();
      var posix = FaultyPosix.failing(real, call, errno);
      assertThat(look(handler(posix, Optional.of(check()), apply())))
          .isInstanceOfAny(Outcome.Retry.class, Outcome.Failed.class, Outcome.Done.class);
      look();
      assertThat(told).content().matches("(two\n)+");
    }
  }

  @Test
  void itRunsInTheLaneOfReloads() {
    assertThat(handler(real, Optional.empty(), apply()).lane(WHOLE)).isEqualTo(Lane.RELOAD);
  }

  /// Back to a service that was last told of `one`.
  private void restart() throws Exception {
    String content = Files.readString(site);
    Files.deleteIfExists(told);
    Files.writeString(site, "one\n");
    look();
    Files.deleteIfExists(told);
    Files.writeString(site, content);
  }

  private Outcome look() throws InterruptedException {
    return look(Cause.CHANGE);
  }

  private Outcome look(Cause cause) throws InterruptedException {
    return look(handler(real, Optional.of(check()), apply()), cause);
  }

  private static Outcome look(ReloadHandler handler) throws InterruptedException {
    return look(handler, Cause.CHANGE);
  }

  private static Outcome look(ReloadHandler handler, Cause cause) throws InterruptedException {
    return handler.handle(
        new Run(new RunKey(RULE, WHOLE), Set.of(cause), 1, Claims.NONE, () -> {}));
  }

  private ReloadHandler handler(Posix posix, Optional<Action.Run> check, Action apply) {
    return handler(posix, globs(etc + "/*.conf"), List.of(), check, apply);
  }

  private ReloadHandler handler(List<Glob> watch, List<Glob> ignore, Action apply) {
    return handler(real, watch, ignore, Optional.empty(), apply);
  }

  private ReloadHandler handler(
      Posix posix, List<Glob> watch, List<Glob> ignore, Optional<Action.Run> check, Action apply) {
    var commands = new Commands(real);
    var clock = new TestClock("2026-11-21T00:00:00Z");
    var services =
        new Services(
            posix,
            clock,
            () -> true,
            log,
            directory.resolve("state"),
            Replacing.steps(real),
            commands,
            new Actions(commands, real),
            new Mailers(new Email(real, clock)),
            _ -> {},
            Looking.ANYWAY);
    return new ReloadHandler(
        new ReloadSettings(RULE, watch, ignore, check, apply, Duration.ofSeconds(20)), services);
  }

  private Action.Run check() {
    return run(
        "sh", "-c", "if grep -qs bad " + etc + "/*.conf; then echo line 1 is bad; exit 3; fi");
  }

  private Action.Run apply() {
    return run("sh", "-c", "cat " + etc + "/*.conf >> " + told);
  }

  private static Action.Run run(String... argv) {
    return new Action.Run(List.of(argv));
  }

  private static List<Glob> globs(String... texts) {
    return Stream.of(texts).map(Glob::parse).toList();
  }
}
