package filereeve.app;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import filereeve.demo.DaemonProcess;
import filereeve.process.SignalName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The daemon as a process of its own, on real files.
@Tag("slow")
class DaemonTest extends RealDaemon {
  @Test
  void aLogThatGrowsPastItsLimitIsRotatedAndCompressed() throws Exception {
    configure(ROTATE);
    try (var daemon = startReady()) {
      grow(root.resolve("log/app.log"), 11);

      assertThat(daemon.await("compressed", 1, SOON)).as("compressed").isTrue();
      assertThat(daemon.stop(STOP)).isZero();
    }
    assertThat(root.resolve("log/app.log")).isEmptyFile();
    assertThat(names("log")).hasSize(2).anyMatch(n -> n.matches("app\\.log-\\d{8}T\\d{6}Z\\.gz"));
  }

  @Test
  void whereTheCLibraryHasNoInotifyDirectoryWatcherTakesOverAndTheLogSaysSo() throws Exception {
    configure(ROTATE);
    String main = DaemonWithoutInotify.class.getName();
    try (var daemon = DaemonProcess.start(main, root.resolve("filereeve.yaml"), lines::add)) {
      assertThat(daemon.await("ready", 1, SOON)).as(() -> "ready: " + lines).isTrue();
      grow(root.resolve("log/app.log"), 11);

      assertThat(daemon.await("rotated", 1, SOON)).as("rotated").isTrue();
      assertThat(daemon.stop(STOP)).isZero();
      assertThat(daemon.count("degraded")).isEqualTo(1);
    }
    assertThat(lines)
        .filteredOn(l -> l.contains("event=degraded"))
        .singleElement(as(STRING))
        .contains("file events come from directory-watcher: inotify");
  }

  @Test
  void oneLogCanBeFollowedFromTheKernelsEventToItsArchive() throws Exception {
    configure(ROTATE, ", log: {level: debug}");
    try (var daemon = startReady()) {
      grow(root.resolve("log/app.log"), 11);
      assertThat(daemon.await("compressed", 1, SOON)).as("compressed").isTrue();
      assertThat(daemon.stop(STOP)).isZero();
    }

    String rotated = valueOf("run", first("rotated"));
    String compressed = valueOf("run", first("compressed"));
    assertThat(List.of(rotated, compressed)).isSorted().doesNotHaveDuplicates();
    assertThat(stationsUpTo(rotated)).containsSubsequence("file-event", "routed", "queued");
    assertThat(stationsOf(rotated))
        .containsSubsequence("run-started", "planned", "rotated", "done");
    assertThat(stationsOf(compressed)).containsSubsequence("run-started", "compressed", "done");
    for (String run : List.of(rotated, compressed)) {
      assertThat(stationsOf(run)).startsWith("run-started").endsWith("done");
      assertThat(stationsOf(run)).containsOnlyOnce("run-started", "done");
    }
  }

  /// The events of what was logged of the log before this run of it began.
  private List<String> stationsUpTo(String run) {
    return lines.stream()
        .takeWhile(l -> !l.contains("run=" + run))
        .filter(l -> l.contains("/log/app.log"))
        .map(l -> valueOf("event", l))
        .toList();
  }

  private List<String> stationsOf(String run) {
    return lines.stream()
        .filter(l -> (l + " ").contains(" run=" + run + " "))
        .map(l -> valueOf("event", l))
        .toList();
  }

  private String first(String event) {
    return lines.stream().filter(l -> l.contains("event=" + event + " ")).findFirst().orElseThrow();
  }

  private static String valueOf(String key, String line) {
    Matcher value = Pattern.compile("\\b" + key + "=(\\S+)").matcher(line);
    assertThat(value.find()).as(line).isTrue();
    return value.group(1);
  }

  @Test
  void whatGrewWhileTheDaemonWasDownIsRotatedAtTheStart() throws Exception {
    configure(ROTATE);
    grow(root.resolve("log/app.log"), 11);
    try (var daemon = startReady()) {
      assertThat(daemon.await("compressed", 1, SOON)).as("compressed").isTrue();
      assertThat(daemon.stop(STOP)).isZero();
    }
  }

  @Test
  void aSignalWithoutAMeaningIsReportedAndEndsNothing() throws Exception {
    configure(ROTATE);
    try (var daemon = startReady()) {
      daemon.signal(SignalName.USR1);

      assertThat(daemon.await("signal-ignored", 1, SOON)).as("signal-ignored").isTrue();
      assertThat(daemon.stop(STOP)).isZero();
    }
  }

  @Test
  void sighupChecksARefusedChangeOfAServiceAgain() throws Exception {
    Path app = Files.writeString(root.resolve("app.conf"), "1");
    configure(
        """
        reload:
          app:
            watch: [$ROOT/app.conf]
            check: [test, -e, $ROOT/good]
            apply: {run: ["true"]}
            debounce: {quiet: 10ms}
        """);
    try (var daemon = startReady()) {
      Files.writeString(app, "2");
      assertThat(daemon.await("reload-refused", 1, SOON)).as("refused").isTrue();
      Files.createFile(root.resolve("good"));
      daemon.reload();
      assertThat(daemon.await("reloaded", 1, SOON)).as("applied").isTrue();
      assertThat(daemon.stop(STOP)).isZero();
    }
  }

  /// It holds the configuration of services, by hash, and a copy of its own.
  @Test
  void theStateDirectoryThatItCreatesIsNotForEverybody() throws Exception {
    configure(ROTATE);
    try (DaemonProcess _ = startReady()) {
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("state"))))
          .isEqualTo("rwxr-x---");
    }
  }

  @Test
  void aSecondDaemonOnTheSameStateDirectoryRefuses() throws Exception {
    configure(ROTATE);
    try (var first = startReady();
        var second = start()) {
      assertThat(second.awaitExit(SOON)).isEqualTo(ExitCode.TRY_AGAIN.number());
      assertThat(second.count("start-refused")).isEqualTo(1);
      assertThat(first.stop(STOP)).isZero();
    }
  }

  @Test
  void aScheduledRuleThatCameDueWhileTheDaemonWasDownRunsOnceAtTheStart() throws Exception {
    configure(ROTATE + "    schedule: {every: 1h}\n");
    try (var daemon = startReady()) {
      assertThat(daemon.stop(STOP)).isZero();
    }
    grow(root.resolve("log/app.log"), 1);
    Files.writeString(root.resolve("state/stamps/rotate.app"), "2026-01-01T00:00:00Z\n");
    try (var daemon = startReady()) {
      assertThat(daemon.await("rotated", 1, SOON)).as("rotated").isTrue();
      assertThat(daemon.count("schedule-missed")).isEqualTo(1);
      assertThat(daemon.stop(STOP)).isZero();
    }
  }

  @Test
  void aCommandThatHangsAndIgnoresItsEndDoesNotKeepTheDaemonFromEnding() throws Exception {
    Path pid = root.resolve("pid");
    configure(
        ROTATE
            + """
                after:
                  run: [sh, -c, "trap '' TERM; echo $$$$ >$1.new; mv $1.new $1; while :; do sleep 9; done", sh, $ROOT/pid]
            """);
    try (var daemon = startReady()) {
      grow(root.resolve("log/app.log"), 11);
      while (!Files.exists(pid)) {
        Thread.onSpinWait();
      }

      assertThat(daemon.stop(STOP)).isZero();

      Optional<ProcessHandle> command =
          ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
      if (command.isPresent()) { // killed, and not yet taken note of by its new parent
        assertThat(command.get().onExit()).succeedsWithin(SOON);
      }
    }
  }

  private List<String> names(String directory) throws IOException {
    try (var files = Files.list(root.resolve(directory))) {
      return files.map(f -> String.valueOf(f.getFileName())).toList();
    }
  }
}
