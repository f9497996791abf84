package filereeve.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.posix.Stat;
import filereeve.testing.EveryCall;
import filereeve.testing.FaultyPosix;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.PowerCut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Small files, such as those of the state directory, with the power cut after every single call.
class SmallFilePowerCutTest {
  private static final Path NAME = Path.of("state");

  @TempDir(factory = MemoryTempDir.class)
  private Path tempDir;

  private final Posix real = new LinuxPosix();

  private interface Write {
    void to(Directory directory) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void aFileThatIsReplacedHasTheOldContentOrTheNew(PowerCut.Loss loss) throws Exception {
    EveryCall.of(
        call ->
            cutAt(call, loss, "old", d -> d.writeAtomically(NAME, "new".getBytes(UTF_8), 0600)));
  }

  @ParameterizedTest
  @EnumSource
  void aNewFileIsWholeOrNotThere(PowerCut.Loss loss) throws Exception {
    EveryCall.of(call -> cutAt(call, loss, "", d -> d.writeNew(NAME, "new".getBytes(UTF_8), 0600)));
  }

  @ParameterizedTest
  @EnumSource
  void aDirectoryThatWasMadeIsDurable(PowerCut.Loss loss) throws Exception {
    var power = new PowerCut(tempDir);
    Path made = tempDir.resolve("a/b/c");
    new NewDirectory(power.watch(real), 0755, Optional.empty()).openOrCreate(made).close();
    power.cut(loss);
    assertThat(made).isDirectory();
  }

  /// It has no owner, mode or durable name yet.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDirectoryThatAnInterruptedRunBeganIsFinishedByTheNext(boolean opens) throws Exception {
    EveryCall.of(
        call -> {
          Path root = Files.createTempDirectory(tempDir, "");
          Path made = root.resolve("a/b");
          var power = new PowerCut(root);
          boolean stopped = isStopped(FaultyPosix.stoppingAfter(power.watch(real), call), made);
          NewDirectory next = newDirectory(power.watch(real), root);
          (opens && Files.exists(made) ? next.open(made) : next.openOrCreate(made)).close();

          assertThat(mode(root.resolve("a"))).as("after call %d", call).isEqualTo(0755);
          assertThat(mode(made)).as("after call %d", call).isEqualTo(0750);
          power.cut(PowerCut.Loss.ALL);
          assertThat(made).as("after call %d", call).isDirectory();
          return stopped;
        });
  }

  private boolean isStopped(Posix posix, Path made) throws IOException {
    try {
      newDirectory(posix, made.resolve("../..").normalize()).openOrCreate(made).close();
      return false;
    } catch (FaultyPosix.Stopped _) {
      return true;
    }
  }

  private NewDirectory newDirectory(Posix posix, Path like) throws IOException {
    return new NewDirectory(posix, 0750, Optional.of(stat(like)));
  }

  private int mode(Path directory) throws IOException {
    return stat(directory).mode();
  }

  private Stat stat(Path directory) throws IOException {
    try (Directory open = Directory.open(real, directory)) {
      return real.stat(open.fd());
    }
  }

  /// @return false if the write ended before that call
  private boolean cutAt(int call, PowerCut.Loss loss, String old, Write write) throws Exception {
    Path root = Files.createTempDirectory(tempDir, "");
    if (!old.isEmpty()) {
      Files.writeString(root.resolve(NAME), old);
    }
    var power = new PowerCut(root);
    boolean stopped =
        power.cutAfter(
            () -> {
              try (Directory directory =
                  Directory.open(FaultyPosix.stoppingAfter(power.watch(real), call + 1), root)) {
                write.to(directory);
              }
            },
            loss);
    try (Directory directory = Directory.open(real, root)) {
      String found = directory.read(NAME, 100).map(bytes -> new String(bytes, UTF_8)).orElse("");
      assertThat(found).isIn(stopped ? List.of(old, "new") : List.of("new"));
    }
    return stopped;
  }
}
