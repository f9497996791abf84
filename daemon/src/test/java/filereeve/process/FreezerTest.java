package filereeve.process;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.testing.FaultyPosix;
import filereeve.testing.FaultyPosix.Fault;
import filereeve.testing.ShellWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreezerTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  @TempDir Path directory;

  private final Freezer freezer =
      new Freezer(new LinuxPosix(), new ControlGroups(Optional.empty()));

  @Test
  void whoIsFrozenWritesNothingUntilItIsThawed() throws Exception {
    Path file = directory.resolve("file");
    try (var writer = ShellWriter.counting(file)) {
      Freezable plan = plan(writer);
      long size;
      try (var frozen = freezer.freeze(plan, LONG).orElseThrow()) {
        size = Files.size(file);
        assertThat(ProcessId.of(writer.pid()).isStopped()).isTrue();
        assertThat(frozen.time()).isPositive().isLessThan(LONG);
        assertThat(Files.size(file)).isEqualTo(size);
      }
      awaitMore(file, size);
    }
  }

  @Test
  void whoDoesNotStandStillInTimeGoesOn() throws Exception {
    Path file = directory.resolve("file");
    try (var writer = ShellWriter.counting(file)) {
      var other = new ProcessId(writer.pid(), 0);
      assertThat(other.isAlive()).as("a number that another process has by now").isFalse();

      Optional<Freezer.Frozen> frozen = freezer.freeze(plan(writer), Duration.ZERO.minusDays(1));
      if (frozen.isPresent()) {
        frozen.get().close(); // it stood still at the first look
      }

      awaitMore(file, Files.size(file));
    }
  }

  @Test
  void whoMayNotBeStoppedGoesOn() throws Exception {
    Path file = directory.resolve("file");
    try (var writer = ShellWriter.counting(file)) {
      var notAllowed = FaultyPosix.of(new LinuxPosix(), new Fault.Fail(1, Errno.EPERM, 9));

      assertThat(new Freezer(notAllowed).freeze(plan(writer), LONG)).isEmpty();

      assertThat(notAllowed.calls()).hasSize(2);
      awaitMore(file, Files.size(file));
    }
  }

  /// As after `kill -9` of the daemon, or if it hangs.
  @Test
  void theGuardThawsIfNobodyElseDoes() throws Exception {
    Path file = directory.resolve("file");
    try (var writer = ShellWriter.counting(file)) {
      Freezable plan = plan(writer);
      ThawGuard guard = ThawGuard.start(plan).orElseThrow();
      assertThat(freezer.freeze(plan, LONG)).isPresent();

      awaitMore(file, Files.size(file));

      guard.close();
    }
  }

  @Test
  void aGuardThatIsNotNeededEndsAtOnce() throws Exception {
    ThawGuard guard = ThawGuard.start(Freezable.none()).orElseThrow();
    assertThat(guard.isAlive()).isTrue();

    guard.close();

    while (guard.isAlive()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whatStoodStillAlreadyAndWhatIsGoneIsLeftAsItIs() throws Exception {
    ProcessId gone;
    try (var writer = ShellWriter.appending(directory.resolve("file"))) {
      gone = ProcessId.of(writer.pid());
      new LinuxPosix().kill(writer.pid(), 19);
      while (!gone.isStopped()) {
        Thread.onSpinWait();
      }
      assertThat(plan(writer)).isEqualTo(Freezable.none());
    }
    assertThat(freezer.plan(Set.of(gone))).contains(Freezable.none());
    freezer.thaw(new Freezable(List.of(new Freezable.Target.One(gone))));
  }

  @Test
  void neitherTheHostsFirstProcessNorThisOneIsFrozen() throws Exception {
    assertThat(freezer.plan(Set.of(ProcessId.of(1)))).isEmpty();
    int self = Math.toIntExact(ProcessHandle.current().pid());
    assertThat(freezer.plan(Set.of(ProcessId.of(self)))).isEmpty();
  }

  @Test
  void aGroupIsFrozenThroughItsFiles() throws Exception {
    Files.writeString(directory.resolve("cgroup.freeze"), "0");
    Files.writeString(directory.resolve("cgroup.events"), "populated 1\nfrozen 1\n");
    var group = new Freezable(List.of(new Freezable.Target.Group(directory)));

    try (var _ = freezer.freeze(group, LONG).orElseThrow()) {
      assertThat(directory.resolve("cgroup.freeze")).hasContent("1");
    }

    assertThat(directory.resolve("cgroup.freeze")).hasContent("0");
  }

  @Test
  void whatIsFrozenIsReadBackFromItsLines() {
    var what =
        new Freezable(
            List.of(
                new Freezable.Target.Group(Path.of("/sys/fs/cgroup/my app.service")),
                new Freezable.Target.One(new ProcessId(4711, 12))));

    assertThat(Freezable.ofLines(what.lines())).isEqualTo(what);
    assertThat(Freezable.ofLines(List.of("", "group", "process 7"))).isEqualTo(Freezable.none());
  }

  private Freezable plan(ShellWriter writer) throws IOException {
    return freezer.plan(Set.of(ProcessId.of(writer.pid()))).orElseThrow();
  }

  private static void awaitMore(Path file, long size) throws IOException {
    while (Files.size(file) <= size) {
      Thread.onSpinWait();
    }
  }
}
