package filereeve.copytruncate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.files.Directory;
import filereeve.files.TempNames;
import filereeve.files.TempNames.Purpose;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.process.Freezer;
import filereeve.testing.BetweenCalls;
import filereeve.testing.LyingDisk;
import filereeve.testing.LyingDisk.Lie;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.NothingLeftOpen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A log is cut only if its copy reads back with the content that was copied.
@ExtendWith(NothingLeftOpen.class)
class CopyReadBackTest {
  private static final Path LOG = Path.of("app.log");
  private static final String CONTENT = "a line\n".repeat(5000);

  @TempDir private Path onDisk;

  @TempDir(factory = MemoryTempDir.class)
  private Path inMemory;

  private final Posix posix = new LinuxPosix();

  @ParameterizedTest
  @EnumSource(names = "OTHER", mode = EnumSource.Mode.EXCLUDE)
  void aCopyThatReadsBackAsSomethingElseLeavesTheLogAsItWas(Lie lie) throws Exception {
    for (Path directory : new Path[] {inMemory, onDisk}) {
      Files.writeString(directory.resolve(LOG), CONTENT);
      assertNotCut(new LyingDisk(lie, CopyReadBackTest::isCopy).over(posix), directory, CONTENT);
    }
  }

  /// They are copied after the rest was compared.
  @ParameterizedTest
  @EnumSource(names = "OTHER", mode = EnumSource.Mode.EXCLUDE)
  void theLastBytesOfALogAreComparedToo(Lie lie) throws Exception {
    Path log = Files.writeString(inMemory.resolve(LOG), CONTENT);
    Posix lying =
        new LyingDisk(lie, CopyReadBackTest::isCopy)
            .at(offset -> offset >= CONTENT.length())
            .over(posix);
    Posix growing =
        BetweenCalls.of(
            lying,
            (name, _, call) -> {
              if (name.equals("leaseAlone")) {
                Files.writeString(log, "the last line\n", StandardOpenOption.APPEND);
              }
              return call.make();
            });

    assertNotCut(growing, inMemory, CONTENT + "the last line\n");
  }

  @Test
  void withoutALieItIsCut() throws Exception {
    Path log = Files.writeString(inMemory.resolve(LOG), CONTENT);
    extract(posix, inMemory);
    assertThat(log).isEmptyFile();
  }

  private void assertNotCut(Posix lying, Path directory, String content) throws IOException {
    assertThatThrownBy(() -> extract(lying, directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("read back");
    assertThat(directory.resolve(LOG)).hasContent(content);
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(directory.resolve(LOG));
    }
  }

  private static void extract(Posix posix, Path path) throws Exception {
    try (Directory directory = Directory.open(posix, path)) {
      new CopyTruncate(posix, new Freezer(posix))
          .extract(directory, LOG, directory.stat(LOG).orElseThrow(), false, () -> {});
    }
  }

  private static boolean isCopy(Path path) {
    return TempNames.isFor(Purpose.COPY, path.getFileName());
  }
}
