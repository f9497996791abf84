package filereeve.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertThrows;

import filereeve.event.RuleName;
import filereeve.event.RunId;
import filereeve.posix.LinuxPosix;
import filereeve.posix.PathBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class CommandsTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir Path directory;
  private final Commands commands = new Commands(new LinuxPosix());

  @Test
  void aCommandThatEndsWith0Succeeds() throws InterruptedException {
    var ended = (Ended.Success) sh("echo out; echo err >&2");
    assertThat(ended.output()).isEqualTo("out\nerr");
    assertThat(ended.took()).isPositive();
    assertThat(ended.problem()).isEmpty();
  }

  @Test
  void anExitCodeComesWithTheLastLines() throws InterruptedException {
    Ended ended = sh("for i in 1 2 3 4; do echo line $i; done; exit 7");
    assertThat(ended).isEqualTo(new Ended.ExitCode(7, "line 1\nline 2\nline 3\nline 4"));
    assertThat(ended.problem()).contains("it ended with exit code 7: line 2 / line 3 / line 4");
  }

  @Test
  void aProgramThatOthersCouldHaveWrittenIsNotStarted() throws Exception {
    Path hook = Files.writeString(directory.resolve("hook"), "#!/bin/sh\ntouch $0.ran\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path open = Files.createDirectory(directory.resolve("open"));
    Files.move(hook, open.resolve("hook"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path ours = Files.writeString(directory.resolve("ours"), "#!%s/hook -x\n".formatted(open));
    Files.setPosixFilePermissions(ours, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (List<String> argv :
        List.of(
            List.of(open + "/hook"),
            List.of("/bin/sh", "-e", open + "/hook", "x"),
            List.of("sh", "-c", "cd / && " + open + "/hook;true"),
            List.of("env", "A=1", open + "/hook"),
            List.of("nice", "-n", "5", open + "/hook"),
            List.of("timeout", "5", open + "/hook"),
            List.of("find", "/", "--exec=" + open + "/hook"),
            List.of(ours.toString()))) {
      assertThat(commands.run(new Action.Run(argv), Placeholders.NONE, LONG).problem())
          .contains(
              "cannot trust %s/hook: %s is writable by everybody. Run: chmod o-w %s."
                  .formatted(open, open, open));
    }
    assertThat(open.resolve("hook.ran")).doesNotExist();
    assertThat(SearchPath.executed(List.of("run-parts", "--exit-on-error", open.toString())))
        .as("all that is in it")
        .contains(open);
    assertThat(SearchPath.executed(List.of("setpriv", "--reuid=1", open + "/hook")))
        .as("it is run as another user")
        .containsExactly(SearchPath.find("setpriv").orElseThrow());
  }

  @Test
  void argumentsThatAreTooLongForTheKernelAreNamed() throws InterruptedException {
    var command = new Action.Run(List.of("true", "x".repeat(200_000)));
    assertThat(commands.run(command, Placeholders.NONE, LONG).problem())
        .contains(
            "start /usr/bin/true: Argument list too long. Its arguments are limited to a quarter of"
                + " the stack: raise that, LimitSTACK=8M.");
  }

  @Test
  void aSignalThatEndsItIsNamed() throws InterruptedException {
    Ended ended = sh("kill -9 $$");
    assertThat(ended).isEqualTo(new Ended.Killed(9, ""));
    assertThat(ended.problem()).contains("signal 9 ended it, and said nothing");
  }

  @Test
  void aFloodOfOutputIsReadAndItsEndKept() throws InterruptedException {
    var ended = (Ended.Success) sh("head -c 200000000 /dev/zero; echo; echo the end");
    assertThat(ended.output()).isEqualTo("…the end");
  }

  @Test
  void aLineLongerThanWhatIsKeptIsCutInFront() throws InterruptedException {
    var ended = (Ended.Success) sh("head -c 20000 /dev/zero | tr '\\0' x");
    assertThat(ended.output()).startsWith("…xxx").hasSize(Tail.LIMIT + 1);
  }

  @Test
  void whatItLeavesBehindWithItsOutputOpenIsNotWaitedFor() throws Exception {
    long began = System.nanoTime();
    var ended = (Ended.Success) sh("sleep 60 & echo $!");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    new LinuxPosix().kill(Integer.parseInt(ended.output()), 9);
  }

  @Test
  void whatItLeavesBehindThatWritesOnAndOnIsNotWaitedFor() throws Exception {
    Path pid = directory.resolve("pid");
    assertThat(sh("yes & echo $! > " + pid)).isInstanceOf(Ended.Success.class);
    awaitEnd(Files.readString(pid).strip());
  }

  @Test
  void aCommandThatTakesTooLongIsEnded() throws InterruptedException {
    Ended ended = sh("echo begun; sleep 60", SHORT);
    assertThat(ended).isEqualTo(new Ended.TimedOut(SHORT, "begun"));
    assertThat(ended.problem()).contains("it took longer than 300ms and was ended: begun");
  }

  @Test
  void aGrandchildThatIgnoresSigtermIsKilledToo() throws Exception {
    Ended ended = sh("sh -c 'trap \"\" TERM; echo $$; while :; do sleep 0.05; done' & wait", SHORT);
    awaitEnd(((Ended.TimedOut) ended).output());
  }

  @Test
  void aFloodDoesNotOutliveTheTimeout() throws InterruptedException {
    assertThat(sh("yes", SHORT)).isInstanceOf(Ended.TimedOut.class);
  }

  @Test
  void anInterruptionEndsTheCommandAndItsGroup() throws Exception {
    Path pid = directory.resolve("pid");
    String script = "sleep 60 & echo $! > " + pid + "; wait";
    var thrown = new AtomicReference<Throwable>(new AssertionError("not interrupted"));
    Thread caller =
        Thread.ofPlatform()
            .start(() -> thrown.set(assertThrows(InterruptedException.class, () -> sh(script))));
    while (!Files.exists(pid) || Files.size(pid) == 0) {
      Thread.onSpinWait();
    }
    caller.interrupt();
    assertThat(caller.join(Duration.ofSeconds(10))).isTrue();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    awaitEnd(Files.readString(pid).strip());
  }

  @Test
  void whatStillRunsWhenTheProgramEndsIsKilled() throws Exception {
    Path pid = directory.resolve("pid");
    String script = "trap '' TERM; echo $$ > " + pid + "; while :; do sleep 0.05; done";
    var ended = new AtomicReference<Ended>();
    Thread caller =
        Thread.ofPlatform()
            .start(() -> assertThatCode(() -> ended.set(sh(script))).doesNotThrowAnyException());
    while (!Files.exists(pid) || Files.size(pid) == 0) {
      Thread.onSpinWait();
    }
    commands.close();
    assertThat(caller.join(Duration.ofSeconds(10))).isTrue();
    assertThat(ended.get()).isEqualTo(new Ended.Killed(9, ""));
  }

  @Test
  void placeholdersAreReplacedAndInTheEnvironment() throws InterruptedException {
    var placeholders = new Placeholders(Map.of("rule", "rotate.app", "path", "/a b/$(id)<rule>"));
    String script = "echo \"$1\"; echo $FILEREEVE_RULE; echo $FILEREEVE_PATH";
    var command = new Action.Run(List.of("sh", "-c", script, "sh", "<path>,<other>,<"));
    var ended = (Ended.Success) commands.run(command, placeholders, LONG);
    assertThat(ended.output())
        .isEqualTo("/a b/$(id)<rule>,<other>,<\nrotate.app\n/a b/$(id)<rule>");
  }

  @Test
  void aCommandOfARunKnowsWhichTheLogNames() throws Exception {
    var output = new CompletableFuture<String>();
    new RunId("0-1", new RuleName("rotate", "app"))
        .run(
            () -> {
              try {
                output.complete(((Ended.Success) sh("echo $FILEREEVE_RUN")).output());
              } catch (InterruptedException e) {
                output.completeExceptionally(e);
              }
            });

    assertThat(output.get()).isEqualTo("0-1");
  }

  @Test
  void itHasASmallEnvironmentAndNoInput() throws InterruptedException {
    var ended = (Ended.Success) sh("cat; pwd; env | cut -d= -f1 | sort | tr '\\n' ' '");
    assertThat(ended.output()).isEqualTo("/\nHOME LC_ALL PATH PWD");
  }

  @Test
  void itIsTheLeaderOfItsGroup() throws InterruptedException {
    var ended = (Ended.Success) sh("echo $$; cut -d' ' -f5 /proc/$$/stat");
    List<String> ids = ended.output().lines().toList();
    assertThat(ids.get(0)).isEqualTo(ids.get(1));
  }

  @Test
  void aCommandThatIsNotThereIsSaid() throws InterruptedException {
    assertThat(problemOf("no-such-command"))
        .isEqualTo(
            "there is no command \"no-such-command\" in /usr/local/sbin:/usr/local/bin:/usr/sbin:"
                + "/usr/bin:/sbin:/bin. Install it, or write its whole path.");
    assertThat(problemOf("/no/such"))
        .isEqualTo("/no/such: No such file or directory. Install it, or correct the path.");
    assertThat(problemOf("bin/sh")).isEqualTo("the path bin/sh is relative. Write it from / on.");
    assertThat(problemOf("/etc")).isEqualTo("/etc is a directory. Name the program in it.");
  }

  @Test
  void aFileThatIsNotExecutableIsSaid() throws Exception {
    Path script = Files.writeString(directory.resolve("script"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(problemOf(script.toString()))
        .isEqualTo(
            script + " is not executable. Run chmod +x on it, or name its interpreter first.");
  }

  /// A path's bytes need not be UTF-8, nor what is in a variable.
  @Test
  void argumentsAndVariablesKeepTheirBytes() throws Exception {
    byte[] name = {(byte) 0xff, 'a', (byte) 0xc3, (byte) 0xa9, (byte) 0xe2, (byte) 0x82};
    Path path = Path.of("/").resolve(PathBytes.toName(name));
    var placeholders = new Placeholders(Map.of("path", PathBytes.text(path)));
    String script = "printf '%s,%s' \"$1\" \"$FILEREEVE_PATH\" | od -An -tx1";
    var command = new Action.Run(List.of("sh", "-c", script, "sh", "<path>\uFFFD"));
    var ended = (Ended.Success) commands.run(command, placeholders, LONG);
    assertThat(ended.output().replaceAll("\\s+", " ").strip())
        .isEqualTo("2f ff 61 c3 a9 e2 82 ef bf bd 2c 2f ff 61 c3 a9 e2 82");
  }

  @Test
  void itHasThreeDescriptorsAndNoSignalIgnoredOrBlocked() throws InterruptedException {
    String script = "ls /proc/self/fd; grep -E '^Sig(Blk|Ign)' /proc/self/status";
    List<String> lines = ((Ended.Success) sh(script)).output().lines().toList();
    assertThat(lines)
        .startsWith("0", "1", "2", "3", "SigBlk:\t0000000000000000"); // 3: of ls itself
    long ignored = Long.parseUnsignedLong(lines.getLast().replace("SigIgn:\t", ""), 16);
    assertThat(ignored & 0x7fff_ffffL).isZero(); // 32 and 33 are the C library's
  }

  @Test
  void aScriptWithoutAnInterpreterIsRunByTheShell() throws Exception {
    Path script = Files.writeString(directory.resolve("script"), "echo $0 $1\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    var command = new Action.Run(List.of(script.toString(), "x"));
    var ended = (Ended.Success) commands.run(command, Placeholders.NONE, LONG);
    assertThat(ended.output()).isEqualTo(script + " x");
  }

  /// A shell reports a signal as 128 and its number, but so may any program that means a number.
  @Test
  void anExitCodeAbove128IsNoSignal() throws InterruptedException {
    assertThat(sh("exit 137")).isEqualTo(new Ended.ExitCode(137, ""));
  }

  @Test
  void noZombieStays() throws Exception {
    var ended = (Ended.Success) sh("echo $$");
    assertThat(Path.of("/proc", ended.output())).doesNotExist();
  }

  private Ended sh(String script) throws InterruptedException {
    return sh(script, LONG);
  }

  private Ended sh(String script, Duration timeout) throws InterruptedException {
    return commands.run(new Action.Run(List.of("sh", "-c", script)), Placeholders.NONE, timeout);
  }

  private String problemOf(String program) throws InterruptedException {
    var command = new Action.Run(List.of(program));
    return ((Ended.NotStarted) commands.run(command, Placeholders.NONE, LONG)).why();
  }

  /// Waits until a process has ended; a zombie that nobody collects has.
  private static void awaitEnd(String pid) throws IOException {
    Path stat = Path.of("/proc", pid, "stat");
    long end = System.nanoTime() + LONG.toNanos();
    while (Files.exists(stat) && !Files.readString(stat).contains(") Z ")) {
      assertThat(System.nanoTime()).as("process %s still runs", pid).isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
