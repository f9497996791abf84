package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.files.Directory;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which removals [RetentionWitness] lets pass, of three archives of which the rule keeps two.
class RetentionWitnessTest {
  private static final Path NEWEST = Path.of("app.log.1");
  private static final Path MIDDLE = Path.of("app.log.2");
  private static final Path OLDEST = Path.of("app.log.3");

  @TempDir(factory = MemoryTempDir.class)
  private Path root;

  private final TestClock clock = new TestClock("2026-11-21T00:00:00Z");
  private Path logs;
  private RetentionWitness removals;
  private Witness witness;
  private Posix posix;

  @BeforeEach
  void threeArchives() throws IOException {
    logs = root.resolve("logs");
    var world = new World(root, new Random(1), clock, new LinuxPosix());
    RotateSettings settings =
        RuleBuilder.of(logs, "*.log").naming(Naming.NUMBERED).keepFiles(2).settings();
    removals = new RetentionWitness(world, () -> settings, this::watched, new Mailbox());
    witness = new Witness(new LinuxPosix(), removals, () -> {}, clock);
    posix = witness.posix();
    for (Path archive : new Path[] {OLDEST, MIDDLE, NEWEST}) {
      String line = world.ledger().next("app.log", 0, true).text();
      Files.writeString(logs.resolve(archive), line);
    }
  }

  private Witness watched() {
    return witness;
  }

  @Test
  void theOldestMayBeRemoved() {
    assertThatCode(() -> remove(OLDEST)).doesNotThrowAnyException();
  }

  @Test
  void anotherMayNot() {
    assertThatThrownBy(() -> remove(MIDDLE)).hasMessageContaining("an older one is kept");
  }

  @Test
  void whatAnOperatorRemovesAfterItsInspectionStillCounts() throws Exception {
    inspect(NEWEST);
    removedByAnOperator(NEWEST);
    assertThatCode(() -> remove(OLDEST)).doesNotThrowAnyException();
  }

  @Test
  void whatAnOperatorRemovedBeforeItsInspectionDoesNot() throws Exception {
    removedByAnOperator(NEWEST);
    inspect(NEWEST);
    assertThatThrownBy(() -> remove(OLDEST)).hasMessageContaining("asks for it");
  }

  @Test
  void norWhatHeRemovedBeforeItsDirectoryWasListed() throws Exception {
    inspect(NEWEST);
    removedByAnOperator(NEWEST);
    try (Directory open = Directory.open(posix, logs)) {
      posix.list(open.fd());
    }
    assertThatThrownBy(() -> remove(OLDEST)).hasMessageContaining("asks for it");
  }

  private void removedByAnOperator(Path archive) throws IOException {
    removals.whileRemoving(() -> Files.delete(logs.resolve(archive)));
  }

  private void inspect(Path archive) throws IOException {
    try (Directory open = Directory.open(posix, logs)) {
      open.stat(archive);
    }
  }

  private void remove(Path archive) throws IOException {
    try (Directory open = Directory.open(posix, logs)) {
      posix.unlink(open.fd(), archive);
    }
  }
}
