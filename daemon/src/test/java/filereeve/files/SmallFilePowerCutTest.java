package filereeve.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
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
