package filereeve.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.posix.Obstacle.Kind;
import filereeve.testing.LoopMount;
import filereeve.testing.Mounted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the kernel says about a call that failed, beyond the errno.
class ObstaclesTest {
  private static final Path LOG = Path.of("app.log");
  private static final Path ARCHIVE = Path.of("app.log.1");

  @RegisterExtension private final Mounted mounted = new Mounted();
  private final Posix posix = new LinuxPosix();
  private @TempDir Path dir = Path.of("/");
  private Fd directory = new Fd(-1, "");

  @BeforeEach
  void open() throws IOException {
    Files.writeString(dir.resolve(LOG), "a line\n");
    directory = posix.openDirectory(dir);
  }

  @AfterEach
  void close() throws Exception {
    chattr("-ia", dir);
    chattr("-ia", dir.resolve(LOG));
    posix.close(directory);
  }

  @ParameterizedTest
  @CsvSource({"+a, APPEND_ONLY", "+i, IMMUTABLE"})
  void theAttributeOfAFileIsNamed(String attribute, Kind kind) throws Exception {
    assumeTrue(chattr(attribute, dir.resolve(LOG)), "the attribute cannot be set here");

    var expected = Optional.of(new Obstacle(kind, dir.resolve(LOG).toString()));
    assertThat(failure(this::rename).obstacle()).isEqualTo(expected);
    assertThat(failure(() -> posix.unlink(directory, LOG)).obstacle()).isEqualTo(expected);
    assertThat(failure(() -> posix.open(directory, LOG, Open.READ_WRITE, 0)).obstacle())
        .isEqualTo(expected);
    assertThat(failure(this::rename))
        .hasMessageMatching(
            "rename .*: Operation not permitted \\(.*/app.log is (append-only|immutable)\\)");
  }

  @Test
  void theAttributeOfADirectoryIsNamed() throws Exception {
    assumeTrue(chattr("+i", dir), "the attribute cannot be set here");

    var expected = Optional.of(new Obstacle(Kind.IMMUTABLE, dir.toString()));
    assertThat(failure(this::rename).obstacle()).isEqualTo(expected);
    assertThat(failure(() -> posix.open(directory, ARCHIVE, Open.CREATE_NEW, 0600)).obstacle())
        .isEqualTo(expected);
    assertThat(failure(() -> posix.mkdir(directory, ARCHIVE, 0700)).obstacle()).isEqualTo(expected);
  }

  /// As a container has it whose log was mounted by itself.
  @Test
  void aMountPointIsNamed() throws Exception {
    Path outside = Files.writeString(dir.resolve("outside"), "another line\n");
    mounted.bind(outside, dir.resolve(LOG));

    assertThat(failure(() -> posix.unlink(directory, LOG)))
        .hasMessageEndingWith(
            "Device or resource busy (" + dir.resolve(LOG) + " is a mount point)");
    assertThat(failure(this::rename).obstacle())
        .contains(new Obstacle(Kind.MOUNT_POINT, dir.resolve(LOG).toString()));
  }

  @Test
  void inodesThatAreUsedUpAreNotTakenForSpace(@TempDir Path point, @TempDir Path images)
      throws Exception {
    try (var _ = LoopMount.ext4(point, images.resolve("image"), 8 << 20, "-N", "32")) {
      Fd filesystem = posix.openDirectory(point);
      PosixException failure = failure(() -> createUntilItFails(filesystem));
      posix.close(filesystem);

      assertThat(failure.errno()).isEqualTo(Errno.ENOSPC);
      assertThat(failure.obstacle()).contains(new Obstacle(Kind.NO_INODES, point.toString()));
    }
  }

  /// As a unit's `ProtectSystem=strict` has it.
  @Test
  void aMountThatIsReadOnlyWhileItsFilesystemIsNotIsNamed(@TempDir Path point) throws Exception {
    mounted.readOnly(dir, point);
    Fd closed = posix.openDirectory(point);

    var expected = Optional.of(new Obstacle(Kind.READ_ONLY_MOUNT, point.toString()));
    assertThat(failure(() -> posix.rename(closed, LOG, closed, ARCHIVE)).obstacle())
        .isEqualTo(expected);
    assertThat(failure(() -> posix.open(closed, ARCHIVE, Open.CREATE_NEW, 0600)).obstacle())
        .isEqualTo(expected);
    assertThat(failure(() -> posix.mkdir(closed, ARCHIVE, 0700)))
        .hasMessageEndingWith(
            "Read-only file system (%s is on a read-only mount of a writable filesystem)"
                .formatted(point));
    posix.close(closed);
  }

  @Test
  void anOrdinaryFailureHasNone() {
    assertThat(failure(() -> posix.unlink(directory, ARCHIVE)).obstacle()).isEmpty();
    assertThat(failure(() -> posix.mkdir(directory, LOG, 0700)).obstacle()).isEmpty();
  }

  private void rename() throws IOException {
    posix.rename(directory, LOG, directory, ARCHIVE);
  }

  private void createUntilItFails(Fd filesystem) throws IOException {
    for (int i = 0; i < 1000; i++) {
      posix.close(posix.open(filesystem, Path.of("file-" + i), Open.CREATE_NEW, 0600));
    }
  }

  private static PosixException failure(ThrowingCallable call) {
    return catchThrowableOfType(PosixException.class, call);
  }

  private static boolean chattr(String change, Path file) throws InterruptedException {
    try {
      return new ProcessBuilder("chattr", change, file.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException _) {
      return false; // there is no such program
    }
  }
}
