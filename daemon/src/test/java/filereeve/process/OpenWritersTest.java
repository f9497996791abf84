package filereeve.process;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.Fd;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Open;
import filereeve.posix.Posix;
import filereeve.testing.ShellWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class OpenWritersTest {
  private final Posix posix = new LinuxPosix();

  @TempDir Path directory;

  @Test
  void allWhoWriteAFileAreFoundAndThoseNamedWhoDoNotAppend() throws IOException {
    Path file = Files.createFile(directory.resolve("app.log"));
    try (var good = ShellWriter.appending(file);
        var bad = ShellWriter.overwriting(file);
        var _ = ShellWriter.appending(directory.resolve("other.log"));
        var _ = Files.newInputStream(file)) {
      OpenWriters found = find();

      assertThat(found.writers())
          .extracting(writer -> writer.process().pid())
          .containsExactlyInAnyOrder(good.pid(), bad.pid());
      assertThat(found.unsafe()).hasToString("[sh (%d)]".formatted(bad.pid()));
    }
    assertThat(find().writers()).isEmpty();
  }

  /// It opens the file as number 1 and puts its pipe back there, thousands of times a second.
  @Test
  void aShellThatChangesWhatANumberMeansIsNotTakenForAnother() throws IOException {
    Path file = directory.resolve("app.log");
    try (var _ = ShellWriter.counting(file)) {
      for (int i = 0; i < 100; i++) {
        assertThat(find().unsafe()).isEmpty();
      }
    }
  }

  @Test
  void aHandleThatIsClosedMeanwhileHidesNoOtherOfItsProcess() throws IOException {
    Path file = directory.resolve("app.log");
    try (var writer = ShellWriter.reopening(file)) {
      for (int i = 0; i < 100; i++) {
        assertThat(find().writers())
            .extracting(each -> each.process().pid())
            .contains(writer.pid());
      }
    }
  }

  private OpenWriters find() throws IOException {
    Fd open = posix.openDirectory(directory);
    try {
      Fd file = posix.open(open, Path.of("app.log"), Open.READ, 0);
      try {
        return OpenWriters.of(file);
      } finally {
        posix.close(file);
      }
    } finally {
      posix.close(open);
    }
  }
}
