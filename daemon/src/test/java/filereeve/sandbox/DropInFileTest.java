package filereeve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.testing.Durability;
import filereeve.testing.EveryCall;
import filereeve.testing.FaultyPosix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The drop-in on disk.
class DropInFileTest {
  @TempDir private Path root;

  private final Posix real = Durability.of(new LinuxPosix());

  @Test
  void isWrittenWithTheDirectoriesThatAreMissing() throws IOException {
    assertThat(file(real).read()).isEmpty();

    assertThat(file(real).write("new\n")).isTrue();

    assertThat(file(real).path())
        .isEqualTo(root.resolve("etc/systemd/system/filereeve.service.d/paths.conf"));
    assertThat(file(real).read()).contains("new\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(real).path())))
        .isEqualTo("rw-r--r--");
  }

  @Test
  void theSameTextIsNotWrittenAgain() throws IOException {
    file(real).write("one\n");
    var unchanging =
        FaultyPosix.of(real, new FaultyPosix.Fault.FailChanges(() -> true, Errno.EROFS));

    assertThat(file(unchanging).write("one\n")).isFalse();
  }

  @Test
  void hasTheOldTextOrTheNewWhereverTheProgramIsStopped() throws Exception {
    var seen = new HashSet<Optional<String>>();
    EveryCall.of(
        call -> {
          file(real).write("old\n");
          boolean stopped = isStopped(call);
          seen.add(file(real).read());
          return stopped;
        });
    assertThat(seen).isEqualTo(Set.of(Optional.of("old\n"), Optional.of("new\n")));
  }

  private boolean isStopped(int call) throws IOException {
    try {
      file(FaultyPosix.stoppingAfter(real, call)).write("new\n");
      return false;
    } catch (FaultyPosix.Stopped _) {
      return true;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"etc", "usr/lib", "lib"})
  void theUnitIsFoundWhereverSystemdHasIt(String place) throws IOException {
    assertThat(file(real).hasUnit()).isFalse();
    Path units = Files.createDirectories(root.resolve(place).resolve("systemd/system"));
    Files.createFile(units.resolve("filereeve.service"));
    assertThat(file(real).hasUnit()).isTrue();
  }

  private DropInFile file(Posix posix) {
    return new DropInFile(posix, root);
  }
}
