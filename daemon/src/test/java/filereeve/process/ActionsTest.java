package filereeve.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import filereeve.posix.AccessList;
import filereeve.posix.LinuxPosix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActionsTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path directory;
  private Path pidFile = Path.of("/");
  private final LinuxPosix posix = new LinuxPosix();
  private final Actions actions = new Actions(new Commands(posix), posix);

  @BeforeEach
  void nameThePidFile() {
    pidFile = directory.resolve("pid");
  }

  @Test
  void aCommandThatSucceedsIsNoProblem() throws InterruptedException {
    assertThat(perform(new Action.Run(List.of("true")))).isEmpty();
  }

  @Test
  void aCommandThatFailsIsAProblem() throws InterruptedException {
    assertThat(perform(new Action.Run(List.of("sh", "-c", "echo no; exit 3"))))
        .contains("cannot run \"sh -c echo no; exit 3\": it ended with exit code 3: no");
  }

  @Test
  void aSignalReachesTheProcessOfThePidFile() throws Exception {
    Process process = new ProcessBuilder("sleep", "60").start();
    Files.writeString(pidFile, process.pid() + "\nsecond line\n");
    assertThat(signal()).isEmpty();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(128 + SignalName.USR1.number());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''          | the file is empty. Start the service again.
          ' '         | the file is empty. Start the service again.
          nginx       | its first line is not a process id. Correct the path.
          12x         | its first line is not a process id. Correct the path.
          99999999999 | its first line is not a process id. Correct the path.
          0           | it names process 0, which no service is. Correct the path.
          1           | it names process 1, which no service is. Correct the path.
          -1          | it names process -1, which no service is. Correct the path.
          -4711       | it names process -4711, which no service is. Correct the path.
          """)
  void aPidFileWithoutAProcessIdIsRefused(String content, String why) throws Exception {
    Files.writeString(pidFile, content);
    assertThat(signal()).contains(refusal(why));
  }

  @Test
  void aPidFileThatIsNotThereIsSaid() throws InterruptedException {
    String why = "No such file or directory. Start the service, or correct the path.";
    assertThat(signal()).contains(refusal(why));
    pidFile = directory.resolve("no/directory/pid");
    assertThat(signal()).contains(refusal(why));
  }

  @Test
  void aPidFileThatIsLeftOverIsSaid() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    Files.writeString(pidFile, String.valueOf(process.pid()));
    String why =
        "no process %d runs: the file is left over. Start the service again."
            .formatted(process.pid());
    assertThat(signal()).contains(refusal(why));
  }

  @Test
  void theDaemonDoesNotSignalItself() throws Exception {
    long own = ProcessHandle.current().pid();
    Files.writeString(pidFile, String.valueOf(own));
    assertThat(signal())
        .contains(refusal("it names the daemon itself (" + own + "). Correct the path."));
  }

  @Test
  void aSymbolicLinkIsNoPidFile() throws Exception {
    Files.createSymbolicLink(pidFile, Path.of("/proc/self/stat"));
    assertThat(signal())
        .contains(refusal("the file is a symbolic link. Name the file that it leads to."));
  }

  @Test
  void rootTrustsNoPidFileThatOthersCanWrite() throws Exception {
    assumeThat(posix.effectiveUser()).isZero();
    Process process = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(pidFile, String.valueOf(process.pid()));
      Files.setPosixFilePermissions(pidFile, PosixFilePermissions.fromString("rw-rw-rw-"));
      String why =
          refusal(
              "others may write the file. Set its mode to 0644, and remove an access control list:"
                  + " setfacl -b %s.".formatted(pidFile));
      assertThat(signal()).contains(why);
      Files.setPosixFilePermissions(pidFile, PosixFilePermissions.fromString("rw-r--r--"));
      AccessList.letWrite(pidFile, 12345);
      assertThat(signal()).as("the group's bits are the list's mask").contains(why);
      Files.delete(pidFile);
      Files.writeString(pidFile, String.valueOf(process.pid()));
      Files.setAttribute(pidFile, "unix:uid", 12345);
      assertThat(signal())
          .contains(
              refusal(
                  "the file is of user 12345 and its process of user 0. Let one user have both, or"
                      + " root the file."));
      assertThat(process.isAlive()).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  /// By the kernel's clock, which dates files and processes.
  private static FileTime aMinuteEarlier(Path file) throws IOException {
    return FileTime.from(Files.getLastModifiedTime(file).toInstant().minus(Duration.ofMinutes(1)));
  }

  /// The number of a service that ended long ago is another process's by now.
  @Test
  void aProcessThatStartedAfterTheFileWasWrittenIsForeign() throws Exception {
    Process process = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(pidFile, String.valueOf(process.pid()));
      Files.setLastModifiedTime(pidFile, aMinuteEarlier(pidFile));

      assertThat(signal())
          .contains(
              refusal(
                  "process %d (sleep) started after the file was written: the file is left over. Start the service again. If the clock was set since, run: touch %s."
                      .formatted(process.pid(), pidFile)));
      assertThat(process.isAlive()).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  /// Where the clock was set after both, the name still shows that they belong together.
  @Test
  void aProcessThatIsNamedLikeTheFileIsNotForeign() throws Exception {
    pidFile = directory.resolve("sleep.pid");
    Process process = new ProcessBuilder("sleep", "60").start();
    Files.writeString(pidFile, String.valueOf(process.pid()));
    Files.setLastModifiedTime(pidFile, aMinuteEarlier(pidFile));

    assertThat(signal()).isEmpty();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aProcessThatHasTheServicesFileOpenIsNotForeign() throws Exception {
    Path log = directory.toRealPath().resolve("app.log");
    Process process = new ProcessBuilder("sleep", "60").redirectOutput(log.toFile()).start();
    Files.writeString(pidFile, String.valueOf(process.pid()));
    Files.setLastModifiedTime(pidFile, aMinuteEarlier(pidFile));
    var action = new Action.Signal(SignalName.USR1, pidFile);
    var other = new Placeholders(Map.of("path", log + "-other"));
    var same = new Placeholders(Map.of("rule", "rotate.app"), Map.of("path", List.of(log + "")));

    assertThat(actions.perform(action, other, LONG)).isPresent();
    assertThat(actions.perform(action, same, LONG)).isEmpty();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aServiceIsStoppedIfItsFileIsMissingOrLeftOver() throws Exception {
    assertThat(isForStoppedService()).isTrue();

    Files.writeString(pidFile, "nonsense");
    assertThat(isForStoppedService()).isFalse();

    Process process = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(pidFile, String.valueOf(process.pid()));
      assertThat(isForStoppedService()).isFalse();
    } finally {
      process.destroyForcibly();
    }
    process.waitFor();
    assertThat(isForStoppedService()).isTrue();
    assertThat(actions.isForStoppedService(new Action.Run(List.of("true")))).isFalse();
  }

  /// Whoever can write to a directory above the file can put another of root's files in its place.
  @ParameterizedTest
  @ValueSource(strings = {"others", "others/of-root"})
  void rootTrustsNoPidFileInADirectoryThatOthersControl(String below) throws Exception {
    assumeThat(posix.effectiveUser()).isZero();
    Path others = Files.createDirectory(directory.resolve("others"));
    Path holder = Files.createDirectories(directory.resolve(below));
    Files.setAttribute(others, "unix:uid", 12345);
    pidFile = holder.resolve("pid");
    Process process = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(pidFile, String.valueOf(process.pid()));
      assertThat(signal().orElseThrow())
          .contains(
              "others than root and user 0 can swap the file, because they control " + others);
      assertThat(process.isAlive()).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  /// The kernel says to the second when the host started, and so when a process did.
  @Test
  void aPidFileThatSeemsASecondOlderThanItsProcessCounts() throws Exception {
    Process process = new ProcessBuilder("sleep", "60").start();
    try (var pinned = PinnedProcess.open(posix, Math.toIntExact(process.pid()))) {
      Instant started = process.info().startInstant().orElseThrow();
      assertThat(pinned.startedAfter(started.minusMillis(1_500))).isFalse();
      assertThat(pinned.startedAfter(started.minusSeconds(10))).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void rootTrustsNoPidFileInADirectoryWhoseAccessListLetsOthersWrite() throws Exception {
    assumeThat(posix.effectiveUser()).isZero();
    Path holder = Files.createDirectory(directory.resolve("holder"));
    Files.setPosixFilePermissions(holder, PosixFilePermissions.fromString("rwxr-xr-x"));
    AccessList.letWrite(holder, 12345);
    pidFile = holder.resolve("pid");
    Process process = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(pidFile, String.valueOf(process.pid()));
      assertThat(signal().orElseThrow()).contains("because they control " + holder);
      assertThat(process.isAlive()).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  private boolean isForStoppedService() {
    return actions.isForStoppedService(new Action.Signal(SignalName.USR1, pidFile));
  }

  private String refusal(String why) {
    return "cannot send USR1 to the process of " + pidFile + ": " + why;
  }

  private Optional<String> signal() throws InterruptedException {
    return perform(new Action.Signal(SignalName.USR1, pidFile));
  }

  private Optional<String> perform(Action action) throws InterruptedException {
    return actions.perform(action, Placeholders.NONE, LONG);
  }
}
