package filereeve.kind.reload;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.dispatch.Lane;
import filereeve.dispatch.Run;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.RuleName;
import filereeve.event.RunKey;
import filereeve.event.Subject;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.process.Action;
import filereeve.queue.Debounce;
import filereeve.route.Claims;
import filereeve.route.Glob;
import filereeve.route.OwnFiles;
import filereeve.telemetry.Event;
import filereeve.testing.FaultyPosix;
import filereeve.testing.FaultyPosix.Fault;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
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
  private static final Debounce DEBOUNCE =
      new Debounce(Duration.ofSeconds(2), Duration.ofSeconds(30));

  @RegisterExtension final RecordingLog log = new RecordingLog();
  @TempDir Path directory;
  private final LinuxPosix real = new LinuxPosix();
  private final TestClock clock = new TestClock("2026-11-21T00:00:00Z");
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
  void aRuleWithoutAnyFileWarns() throws Exception {
    Files.delete(site);
    log.expect(Event.BASELINE_EMPTY);
    assertThat(look()).isEqualTo(new Outcome.Done());
    assertThat(log.lines(Event.BASELINE)).isEmpty();
    assertThat(log.lines(Event.BASELINE_EMPTY))
        .singleElement()
        .extracting(l -> l.value("why").orElse(""))
        .asString()
        .startsWith("no file matches `watch`.");
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
    log.expect(Event.BASELINE_EMPTY);
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
    for (int i = 0; i < 107; i++) {
      Files.writeString(etc.resolve((1000 + i) + ".conf"), "x");
    }
    look();
    assertThat(log.lines(Event.RELOADED).getFirst().value("changed").orElseThrow())
        .endsWith("1099.conf and 7 more");
  }

  @Test
  void aChangeThatFailsItsCheckIsRefusedUntilTheNextChange() throws Exception {
    log.expect(Event.RELOAD_REFUSED);
    look();
    Files.writeString(site, "bad\n");
    assertThat(look()).isInstanceOf(Outcome.Refused.class);
    assertThat(look()).isInstanceOf(Outcome.Refused.class);
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
  void linksAreFollowedToFilesAndNotIntoTrees() throws Exception {
    Path data = Files.createDirectories(directory.resolve("data/v1"));
    Files.writeString(data.resolve("key"), "1");
    Path second = Files.createDirectories(directory.resolve("data/v2"));
    Files.writeString(second.resolve("key"), "2");
    Path live = Files.createSymbolicLink(directory.resolve("..data"), data);
    Files.createSymbolicLink(etc.resolve("key.conf"), directory.resolve("..data/key"));
    Files.createSymbolicLink(etc.resolve("sites"), live);
    Files.createSymbolicLink(etc.resolve("loop"), etc);
    Files.createSymbolicLink(etc.resolve("itself"), Path.of("itself"));
    Files.createSymbolicLink(etc.resolve("nowhere"), Path.of("gone"));
    var handler = handler(globs(etc + "/**"), List.of(), run("true"));
    look(handler);
    Files.writeString(data.resolve("log"), "a line");
    assertThat(look(handler)).as("a link to a directory").isInstanceOf(Outcome.Skipped.class);
    Files.delete(live);
    Files.createSymbolicLink(live, second);
    assertThat(look(handler)).isEqualTo(new Outcome.Done());
    assertThat(log.lines(Event.RELOADED).getFirst().value("changed"))
        .contains(etc.resolve("key.conf").toString());
  }

  @Test
  void aLinkToADirectoryThatAGlobNamesIsFollowed() throws Exception {
    Path release = Files.createDirectories(directory.resolve("releases/1/conf"));
    Files.writeString(release.resolve("app.yml"), "1");
    Files.createSymbolicLink(etc.resolve("current"), directory.resolve("releases/1"));
    var handler = handler(globs(directory + "/*/current/**"), List.of(), run("true"));
    look(handler);
    Files.writeString(release.resolve("app.yml"), "2");
    assertThat(look(handler)).isEqualTo(new Outcome.Done());
  }

  @Test
  void modeAndOwnerDecideToo() throws Exception {
    log.expect(Event.RELOAD_REFUSED);
    Files.setPosixFilePermissions(site, PosixFilePermissions.fromString("rw-r--r--"));
    var readable = run("sh", "-c", "test $(stat -c %a " + site + ") = 644");
    var handler = handler(real, Optional.of(readable), apply());
    look(handler);
    Files.writeString(site, "two\n");
    Files.setPosixFilePermissions(site, PosixFilePermissions.fromString("rw-------"));
    look(handler);
    assertThat(log.lines(Event.RELOAD_REFUSED)).hasSize(1);
    Files.setPosixFilePermissions(site, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(look(handler)).isEqualTo(new Outcome.Done());
    assertThat(told).hasContent("two");
  }

  @Test
  void aRefusedChangeThatIsTakenBackHasRecovered() throws Exception {
    log.expect(Event.RELOAD_REFUSED);
    look();
    Files.writeString(site, "bad\n");
    look();
    Files.writeString(site, "one\n");
    look();
    assertThat(log.lines(Event.RECOVERED)).hasSize(1);
  }

  @Test
  void whatTheCheckItselfWritesIsToldFromAChangeAndNamed() throws Exception {
    log.expect(Event.RELOAD_UNSTEADY);
    Path own = etc.resolve("check.conf");
    var writing = run("sh", "-c", "date +%N >> " + own);
    var handler = handler(real, Optional.of(writing), run("touch", told.toString()));
    look(handler);
    Files.writeString(site, "two\n");
    assertThat(look(handler)).as("it may be half of a change").isInstanceOf(Outcome.Deferred.class);
    assertThat(look(handler)).isInstanceOf(Outcome.Deferred.class);
    assertThat(look(handler)).isEqualTo(new Outcome.Done());
    assertThat(look(handler)).as("it is the new baseline").isInstanceOf(Outcome.Skipped.class);
    assertThat(log.lines(Event.RELOAD_UNSTEADY)).hasSize(1);
    assertThat(log.lines(Event.RELOAD_UNSTEADY).getFirst().value("changed"))
        .contains(own.toString());
  }

  @Test
  void aCheckThatWritesAndFailsIsRefusedOnce() throws Exception {
    log.expect(Event.RELOAD_REFUSED, Event.RELOAD_UNSTEADY);
    var writing = run("sh", "-c", "date +%N >> " + etc + "/check.conf; exit 1");
    var handler = handler(real, Optional.of(writing), apply());
    look(handler);
    Files.writeString(site, "two\n");
    for (int i = 0; i < 6; i++) {
      look(handler);
    }
    assertThat(log.lines(Event.RELOAD_REFUSED)).hasSize(1);
    assertThat(told).doesNotExist();
  }

  @Test
  void whatApplyItselfWritesIsAppliedOnceMoreAndThenKnown() throws Exception {
    Path stamp = etc.resolve("stamp.conf");
    var writing = run("sh", "-c", "date +%N > " + stamp + "; echo x >> " + told);
    var handler = handler(real, Optional.empty(), writing);
    look(handler);
    Files.writeString(site, "two\n");
    for (int i = 0; i < 6; i++) {
      look(handler);
    }
    assertThat(told).content().isEqualTo("x\nx\n");
    Files.writeString(site, "three\n");
    for (int i = 0; i < 3; i++) {
      look(handler);
    }
    assertThat(told).content().as("it is known by now").isEqualTo("x\nx\nx\n");
  }

  @Test
  void aChangeThatIsSavedWhileApplyRunsIsAppliedNext() throws Exception {
    var editing = run("sh", "-c", "cat " + site + " >> " + told + "; echo later > " + site);
    var handler = handler(real, Optional.empty(), editing);
    look(handler);
    Files.writeString(site, "two\n");
    look(handler);
    assertThat(look(handler(real, Optional.empty(), apply()))).isEqualTo(new Outcome.Done());
    assertThat(told).content().isEqualTo("two\nlater\n");
  }

  @Test
  void aLoopIsNamedAndSlowedAfterItsThirdRound() throws Exception {
    log.expect(Event.RELOAD_LOOP);
    var writing = run("sh", "-c", "touch " + etc + "/$(date +%s%N).conf; echo x >> " + told);
    var handler = handler(real, Optional.empty(), writing);
    look(handler);
    Files.writeString(site, "two\n");
    look(handler);
    look(handler);
    assertThat(look(handler)).isInstanceOf(Outcome.Deferred.class);
    assertThat(look(handler)).isInstanceOf(Outcome.Deferred.class);
    assertThat(told).content().isEqualTo("x\nx\n");
    assertThat(log.lines(Event.RELOAD_LOOP)).hasSize(1);
    clock.advance(Duration.ofSeconds(11));
    assertThat(look(handler)).isEqualTo(new Outcome.Done());
    Files.writeString(site, "three\n");
    assertThat(look(handler)).as("another change does not wait").isEqualTo(new Outcome.Done());
  }

  /// Somebody saves a file every few seconds, soon after each `apply`.
  @Test
  void whatOthersChangeAgainAndAgainIsNoLoop() throws Exception {
    var handler = handler(real, Optional.empty(), run("sh", "-c", "echo x >> " + told));
    look(handler);
    for (int round = 1; round <= 20; round++) {
      Files.writeString(site, "saved " + round);
      look(handler);
      clock.advance(Duration.ofSeconds(3));
    }
    assertThat(log.lines(Event.RELOAD_LOOP)).isEmpty();
    assertThat(told).content().as("only one waited for the next").hasLineCount(19);
  }

  /// A service that rewrites its file a second after each reload, and not otherwise; or somebody
  /// who waits for each reload, and then saves again.
  @Test
  void whatChangesSoonAfterEachApplyIsALoopIfItGoesOn() throws Exception {
    log.expect(Event.RELOAD_LOOP);
    var handler = handler(real, Optional.empty(), run("sh", "-c", "echo x >> " + told));
    look(handler);
    for (int round = 1; round <= 5; round++) {
      Files.writeString(site, "written by the service " + round);
      if (round >= 3) {
        assertThat(look(handler)).as("round " + round).isInstanceOf(Outcome.Deferred.class);
        clock.advance(Duration.ofSeconds(11));
      }
      assertThat(look(handler)).as("round " + round).isEqualTo(new Outcome.Done());
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(log.lines(Event.RELOAD_LOOP)).isEmpty();
    Files.writeString(site, "written by the service again");
    assertThat(look(handler)).isInstanceOf(Outcome.Deferred.class);
    assertThat(log.lines(Event.RELOAD_LOOP)).hasSize(1);
    clock.advance(Duration.ofSeconds(11));
    assertThat(look(handler)).isEqualTo(new Outcome.Done());
  }

  @Test
  void aFileThatChangesAllTheTimeStarvesNoChange() throws Exception {
    log.expect(Event.RELOAD_UNSTEADY);
    Path busy = etc.resolve("busy.conf");
    var check = run("sh", "-c", "date +%N >> " + busy);
    var handler = handler(real, Optional.of(check), run("touch", told.toString()));
    look(handler);
    Files.writeString(site, "two\n");
    assertThat(look(handler)).isInstanceOf(Outcome.Deferred.class);
    Files.writeString(busy, "by somebody else");
    clock.advance(Duration.ofSeconds(29));
    assertThat(look(handler)).isInstanceOf(Outcome.Deferred.class);
    Files.writeString(busy, "by somebody else again");
    clock.advance(Duration.ofSeconds(2));
    assertThat(look(handler)).as("max_wait is over").isEqualTo(new Outcome.Done());
    assertThat(told).exists();
  }

  @Test
  void whatIsIgnoredCannotFailTheRule() throws Exception {
    Path secret = Files.createDirectory(etc.resolve("lost+found"));
    Files.createSymbolicLink(secret.resolve("x"), Path.of("x"));
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    try {
      var handler =
          handler(globs(etc + "/**"), globs(etc + "/lost+found/**", "/**/deps"), run("true"));
      assertThat(look(handler)).isEqualTo(new Outcome.Done());
      Files.createDirectories(etc.resolve("a/deps"));
      Files.writeString(etc.resolve("a/deps/x"), "x");
      assertThat(look(handler)).isInstanceOf(Outcome.Skipped.class);
    } finally {
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void theDaemonsOwnFilesAreNoInput() throws Exception {
    var claims =
        new Claims(
            List.of(),
            new OwnFiles(Set.of(directory.resolve("state")), Set.of(directory.resolve("own.log"))));
    var handler = handler(globs(directory + "/**"), List.of(), run("true"));
    handler.handle(run(claims));
    Files.writeString(directory.resolve("state/more"), "x");
    Files.writeString(directory.resolve("own.log"), "x");
    Files.writeString(directory.resolve("own.log.2026-11-20"), "x");
    assertThat(handler.handle(run(claims))).isInstanceOf(Outcome.Skipped.class);
    assertThat(claims.reach(directory.resolve("state")).mayMatchBelow()).isFalse();
  }

  @Test
  void aLargeFileIsKnownByItsSizeAndTime() throws Exception {
    Path hole = etc.resolve("hole.conf");
    try (var file = new RandomAccessFile(hole.toFile(), "rw")) {
      file.setLength(1L << 40);
    }
    var handler = handler(real, Optional.empty(), run("true"));
    look(handler);
    assertThat(look(handler)).isInstanceOf(Outcome.Skipped.class);
    Files.setLastModifiedTime(hole, FileTime.fromMillis(0));
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

  private static Run run(Claims claims) {
    return new Run(new RunKey(RULE, WHOLE), Set.of(Cause.CHANGE), 1, claims, () -> {});
  }

  private ReloadHandler handler(Posix posix, Optional<Action.Run> check, Action apply) {
    return handler(posix, globs(etc + "/*.conf"), List.of(), check, apply);
  }

  private ReloadHandler handler(List<Glob> watch, List<Glob> ignore, Action apply) {
    return handler(real, watch, ignore, Optional.empty(), apply);
  }

  private ReloadHandler handler(
      Posix posix, List<Glob> watch, List<Glob> ignore, Optional<Action.Run> check, Action apply) {
    return HandlerOnDisk.of(
        new ReloadSettings(RULE, watch, ignore, check, apply, DEBOUNCE, Duration.ofSeconds(20)),
        posix,
        clock,
        log,
        directory);
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
