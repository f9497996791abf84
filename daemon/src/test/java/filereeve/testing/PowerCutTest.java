package filereeve.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.files.Directory;
import filereeve.posix.Fd;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Open;
import filereeve.posix.Posix;
import filereeve.testing.PowerCut.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The model of a disk itself.
class PowerCutTest {
  @TempDir private Path directory;

  @Test
  void aFileThatWasNotSyncedIsEmptyOrHasNoName() throws Exception {
    assertThat(after(Loss.CONTENT, this::create)).containsExactly("a=old", "new=");
    assertThat(after(Loss.NAMES, this::create)).containsExactly("a=old");
    assertThat(after(Loss.ALL, this::create)).containsExactly("a=old");
  }

  @ParameterizedTest
  @EnumSource
  void whatWasSyncedStays(Loss loss) throws Exception {
    assertThat(
            after(
                loss,
                (posix, fd) -> {
                  Fd file = create(posix, fd);
                  posix.sync(file);
                  posix.sync(fd);
                }))
        .containsExactly("a=old", "new=content");
  }

  @Test
  void ofWhatWasAppendedHalfMayStay() throws Exception {
    assertThat(
            after(
                Loss.HALF,
                (posix, fd) -> {
                  Fd file = posix.open(fd, Path.of("a"), Open.APPEND_CREATE, 0);
                  posix.write(file, "1234".getBytes(UTF_8), 0, 4);
                }))
        .containsExactly("a=old12");
  }

  @ParameterizedTest
  @EnumSource(names = {"NAMES", "ALL"})
  void aNameThatWasRemovedComesBack(Loss loss) throws Exception {
    assertThat(after(loss, (posix, fd) -> posix.unlink(fd, Path.of("a")))).containsExactly("a=old");
    assertThat(after(loss, (posix, fd) -> posix.rename(fd, Path.of("a"), fd, Path.of("b"))))
        .containsExactly("a=old");
  }

  private interface Calls {
    void make(Posix posix, Fd directory) throws IOException;
  }

  private Fd create(Posix posix, Fd directory) throws IOException {
    Fd file = posix.open(directory, Path.of("new"), Open.CREATE_NEW, 0644);
    posix.write(file, "content".getBytes(UTF_8), 0, 7);
    return file;
  }

  /// @return the files and their content
  private List<String> after(Loss loss, Calls calls) throws IOException {
    Path root = Files.createTempDirectory(directory, "disk");
    Files.writeString(root.resolve("a"), "old");
    var power = new PowerCut(root);
    Posix posix = power.watch(new LinuxPosix());
    try (Directory open = Directory.open(posix, root)) {
      calls.make(posix, open.fd());
      power.cut(loss);
    }
    try (Stream<Path> files = Files.list(root)) {
      var found = new ArrayList<String>();
      for (Path file : files.sorted().toList()) {
        found.add(file.getFileName() + "=" + Files.readString(file));
      }
      return found;
    }
  }
}
