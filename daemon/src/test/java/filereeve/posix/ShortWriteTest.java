package filereeve.posix;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The kernel may take less than it was given, as where a disk is nearly full. Then the rest is
/// written too, or it is an error.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShortWriteTest {
  private static final Path FIFO = Path.of("fifo");

  /// More than a pipe takes, and less than is given to the kernel at once.
  private static final byte[] CONTENT = "a line\n".repeat(15_000).getBytes(US_ASCII);

  @TempDir private Path dir;

  private final LinuxPosix posix = new LinuxPosix();

  interface Write {
    void write(Posix posix, Fd fd) throws Exception;
  }

  record Way(String name, Write write) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Way> ways() {
    return Stream.of(
        new Way("an array", (posix, fd) -> posix.write(fd, CONTENT, 0, CONTENT.length)),
        new Way("a buffer", (posix, fd) -> posix.write(fd, direct())));
  }

  private static ByteBuffer direct() {
    return ByteBuffer.allocateDirect(CONTENT.length).put(CONTENT).flip();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void whatTheKernelDoesNotTakeIsNotLostSilently(Way way) throws Exception {
    assertThat(new ProcessBuilder("mkfifo", dir.resolve(FIFO).toString()).start().waitFor())
        .isZero();
    Fd directory = posix.openDirectory(dir);
    Fd keepsItOpen = posix.open(directory, FIFO, Open.READ, 0);
    try (InputStream in = whatIsTaken(way, posix.open(directory, FIFO, Open.WRITE, 0))) {
      byte[] taken = in.readAllBytes();
      assertThat(taken).isNotEmpty().hasSizeLessThan(CONTENT.length);
      assertThat(taken).isEqualTo(Arrays.copyOf(CONTENT, taken.length));
    } finally {
      posix.close(keepsItOpen);
      posix.close(directory);
    }
  }

  private InputStream whatIsTaken(Way way, Fd fd) throws IOException {
    try {
      assertThatThrownBy(() -> way.write.write(posix, fd))
          .isInstanceOfSatisfying(
              PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EAGAIN));
      return Files.newInputStream(dir.resolve(FIFO));
    } finally {
      posix.close(fd);
    }
  }
}
