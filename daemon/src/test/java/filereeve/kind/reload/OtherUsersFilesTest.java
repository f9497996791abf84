package filereeve.kind.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import filereeve.telemetry.Event;
import filereeve.testing.FaultyPosix;
import filereeve.testing.FaultyPosix.Fault;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// One rule watches the directories of several users. What eve does in hers must not keep bob's
/// changes from being applied.
class OtherUsersFilesTest {
  private static final RuleName RULE = new RuleName("reload", "web");
  private static final int EVE = 60_001;
  private static final int BOB = 60_002;

  @RegisterExtension final RecordingLog log = new RecordingLog();
  @TempDir Path directory;
  private final LinuxPosix real = new LinuxPosix();
  private final TestClock clock = new TestClock("2026-11-21T00:00:00Z");
  private Path eves = Path.of("/");
  private Path bobs = Path.of("/");

  @BeforeEach
  void makeTheirDirectories() throws IOException {
    assumeTrue(real.effectiveUser() == 0, "only root may give files away");
    eves = give(Files.createDirectories(directory.resolve("eve/conf")), EVE);
    give(bobs(directory.resolve("bob/conf")), BOB);
  }

  private Path bobs(Path conf) throws IOException {
    Files.createDirectories(conf);
    bobs = give(Files.writeString(conf.resolve("bob.conf"), "one\n"), BOB);
    return conf;
  }

  @Test
  void aLinkToAFileWithoutAName() throws Exception {
    var handler = handler(real);
    look(handler);
    log.expect(Event.WATCH_FAILED);
    Process hers = eve("exec 9>held; rm held; echo; read x");
    try {
      give(link("unnamed", Path.of("/proc/" + hers.pid() + "/fd/9")), EVE);
      bobsChangeIsApplied(handler);
    } finally {
      hers.destroy();
    }
  }

  @Test
  void aLinkIntoProcOrSysIsNotReadWhoseverItIs() throws Exception {
    log.expect(Event.WATCH_FAILED);
    Process hers = eve("echo; read x");
    try {
      give(link("memory", Path.of("/proc/" + hers.pid() + "/mem")), EVE);
      link("root's", Path.of("/proc/self/mem"));
      link("messages", Path.of("/proc/kmsg")); // whoever reads it waits
      link("sys", Path.of("/sys/kernel/uevent_seqnum"));
      var handler = handler(real);
      look(handler);
      bobsChangeIsApplied(handler);
      assertThat(look(handler)).isInstanceOf(Outcome.Skipped.class);
    } finally {
      hers.destroy();
    }
    assertThat(log.lines(Event.WATCH_FAILED)).as("once for each owner").hasSize(2);
    assertThat(log.lines(Event.WATCH_FAILED).getFirst().value("why").orElseThrow())
        .startsWith("cannot read " + eves)
        .contains("the kernel makes its content");
  }

  @Test
  void aTreeDeeperThanANameCanSay() throws Exception {
    log.expect(Event.WATCH_FAILED);
    shell("n=$(printf %0200d 0); for i in $(seq 19); do mkdir $n; cd $n; done; mkdir -p $n/$n/$n");
    var handler = handler(real);
    look(handler);
    bobsChangeIsApplied(handler);
    assertThat(log.lines(Event.WATCH_FAILED)).hasSize(1);
    shell("rm -r 0*"); // too long for Java
  }

  @Test
  void aTreeOfManyDirectoriesInOneAnother() throws Exception {
    log.expect(Event.WATCH_FAILED);
    shell("for i in $(seq 1500); do mkdir d; cd d; done; touch x");
    var handler = handler(real);
    look(handler);
    bobsChangeIsApplied(handler);
    assertThat(log.lines(Event.WATCH_FAILED).getFirst().value("why").orElseThrow())
        .contains("more than 100 directories deep");
    shell("rm -r d");
  }

  @Test
  void moreFilesThanTheLimitAllows() throws Exception {
    var handler = handler(real);
    shell("touch $(seq 6000)");
    look(handler);
    log.expect(Event.WATCH_FAILED);
    shell("touch $(seq 6001 10050)");
    assertThat(look(handler)).as("hers are no longer watched").isEqualTo(new Outcome.Done());
    bobsChangeIsApplied(handler);
    shell("rm 1 2 3");
    assertThat(look(handler)).isInstanceOf(Outcome.Skipped.class);
    assertThat(log.lines(Event.WATCH_FAILED))
        .singleElement()
        .extracting(line -> line.value("why").orElseThrow())
        .asString()
        .contains("there are more than 10000 files of one owner.");
  }

  @Test
  void whatCannotBeReadForAMomentIsNoChange() throws Exception {
    look(handler(real));
    log.expect(Event.WATCH_FAILED);
    var failing = FaultyPosix.of(real, new Fault.Refuse("filesystem", Errno.EIO));
    assertThat(look(handler(failing))).isInstanceOf(Outcome.Skipped.class);
    assertThat(look(handler(real))).isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void aFileOfRootsThatCannotBeReadFailsTheRule() throws Exception {
    look(handler(real));
    give(bobs, 0);
    var failing = FaultyPosix.of(real, new Fault.Refuse("filesystem", Errno.EIO));
    assertThat(look(handler(failing)))
        .isInstanceOfSatisfying(
            Outcome.Retry.class, retry -> assertThat(retry.why()).contains("/bob/conf"));
  }

  private void bobsChangeIsApplied(ReloadHandler handler) throws Exception {
    Files.writeString(bobs, "two\n");
    assertThat(look(handler)).isEqualTo(new Outcome.Done());
    assertThat(log.lines(Event.RELOADED).getLast().value("changed").orElseThrow())
        .contains(bobs.toString());
  }

  /// A process of eve's in her directory, which has said that it runs.
  private Process eve(String script) throws IOException {
    Process hers =
        new ProcessBuilder("setpriv", "--reuid=" + EVE, "--clear-groups", "sh", "-c", script)
            .directory(eves.toFile())
            .start();
    assertThat(hers.getInputStream().read()).isEqualTo('\n');
    return hers;
  }

  private Path link(String name, Path target) throws IOException {
    return Files.createSymbolicLink(eves.resolve(name), target);
  }

  private static Path give(Path file, int uid) throws IOException {
    Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    return file;
  }

  /// In eve's directory, all of which is hers then.
  private void shell(String script) throws IOException, InterruptedException {
    var shell = new ProcessBuilder("sh", "-ec", script + "; cd " + eves + "; chown -R -h 60001 .");
    assertThat(shell.directory(eves.toFile()).inheritIO().start().waitFor()).isZero();
  }

  private static Outcome look(ReloadHandler handler) throws InterruptedException {
    return handler.handle(
        new Run(
            new RunKey(RULE, new Subject.Whole()), Set.of(Cause.CHANGE), 1, Claims.NONE, () -> {}));
  }

  private ReloadHandler handler(Posix posix) {
    return HandlerOnDisk.of(
        new ReloadSettings(
            RULE,
            List.of(Glob.parse(directory + "/*/conf/**")),
            List.of(),
            Optional.empty(),
            new Action.Run(List.of("true")),
            new Debounce(Duration.ofSeconds(2), Duration.ofSeconds(30)),
            Duration.ofSeconds(20)),
        posix,
        clock,
        log,
        directory);
  }
}
