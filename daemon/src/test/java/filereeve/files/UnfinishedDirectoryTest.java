package filereeve.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import filereeve.testing.BetweenCalls;
import filereeve.testing.FaultyPosix;
import filereeve.testing.FaultyPosix.Fault;
import filereeve.testing.NothingLeftOpen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// From its creation to its mode: whose a new directory is, and which one is finished later.
@ExtendWith(NothingLeftOpen.class)
class UnfinishedDirectoryTest {
  private static final int SOMEBODY = 65_533;
  private static final int OTHER = 65_534;

  @TempDir private Path tempDir;

  private final Posix real = new LinuxPosix();
  private Path path = Path.of("");

  @BeforeEach
  void aPath() {
    path = tempDir.resolve("a");
  }

  @Test
  void theModeComesAfterTheOwnerAndTheNameAreDurable() throws Exception {
    assumeRoot();
    List<String> calls = new ArrayList<>();
    Posix recording =
        BetweenCalls.of(
            real,
            (name, arguments, call) -> {
              if (List.of("mkdir", "chown", "chmod", "sync").contains(name)) {
                Path file = Path.of("/proc/self/fd/" + ((Fd) arguments[0]).number());
                calls.add(name + " " + tempDir.relativize(file.toRealPath()));
              }
              return call.make();
            });

    openOrCreate(recording, like(SOMEBODY));

    assertThat(calls).containsExactly("mkdir ", "chown a", "sync a", "sync ", "chmod a", "sync a");
    assertThat(stat(path).uid()).isEqualTo(SOMEBODY);
    assertThat(stat(path).gid()).isEqualTo(SOMEBODY);
  }

  @Test
  void aNewDirectoryIsFinishedThoughSomethingIsInItAlready() throws Exception {
    openOrCreate(
        BetweenCalls.afterFirst(real, "mkdir", () -> Files.createFile(path.resolve("file"))),
        Optional.empty());

    assertThat(stat(path).mode()).isEqualTo(0755);
  }

  @Test
  void oneThatSomebodyPutInThePlaceOfTheNewOneKeepsItsOwnerAndMode() throws Exception {
    assumeRoot();
    Posix swapped =
        BetweenCalls.afterFirst(
            real,
            "mkdir",
            () -> {
              Files.delete(path);
              Files.createDirectory(path);
              give(OTHER, 0700);
            });

    openOrCreate(swapped, like(SOMEBODY));

    assertThat(stat(path).mode()).isEqualTo(0700);
    assertThat(stat(path).uid()).isEqualTo(OTHER);
  }

  /// An interrupted run can have given it to its owner already.
  @ParameterizedTest(name = "of {0} with mode {1}: mode {2} later")
  @CsvSource({
    "0, 01700, 0755",
    "65533, 01700, 0755",
    "65534, 01700, 01700",
    "65533, 0700, 0700",
    "0, 0700, 0700"
  })
  void onlyAnUnfinishedDirectoryOfOursOrOfItsOwnerIsFinished(int owner, String mode, String later)
      throws Exception {
    assumeRoot();
    Files.createDirectory(path);
    give(owner, Integer.parseInt(mode, 8));

    openOrCreate(real, like(SOMEBODY));

    assertThat(stat(path).mode()).isEqualTo(Integer.parseInt(later, 8));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingIsLeftOpenIfItCannotBeFinished(boolean isNew) throws Exception {
    if (!isNew) {
      Files.createDirectory(path);
      try (Directory directory = Directory.open(real, path)) {
        real.chmod(directory.fd(), 01700);
      }
    }
    Posix failing = FaultyPosix.of(real, new Fault.Refuse("chmod", Errno.EIO));

    assertThatThrownBy(() -> openOrCreate(failing, Optional.empty()))
        .isInstanceOf(PosixException.class);
  }

  private void openOrCreate(Posix posix, Optional<Stat> like) throws IOException {
    new NewDirectory(posix, 0755, like).openOrCreate(path).close();
  }

  private static void assumeRoot() throws IOException {
    assumeTrue(new LinuxPosix().effectiveUser() == 0, "only root gives directories away");
  }

  private void give(int user, int mode) throws IOException {
    try (Directory directory = Directory.open(real, path)) {
      real.chown(directory.fd(), user, user);
      real.chmod(directory.fd(), mode);
    }
  }

  /// The attributes of a directory of this user and group.
  private Optional<Stat> like(int user) throws IOException {
    Path model = Files.createTempDirectory(tempDir.getParent(), "model");
    try {
      Files.setAttribute(model, "unix:uid", user);
      Files.setAttribute(model, "unix:gid", user);
      return Optional.of(stat(model));
    } finally {
      Files.delete(model);
    }
  }

  private Stat stat(Path directory) throws IOException {
    try (Directory open = Directory.open(real, directory)) {
      return real.stat(open.fd());
    }
  }
}
