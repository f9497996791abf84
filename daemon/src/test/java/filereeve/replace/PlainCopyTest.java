package filereeve.replace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.files.Directory;
import filereeve.posix.Fd;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Open;
import filereeve.posix.Posix;
import filereeve.testing.LogLines;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.NothingLeftOpen;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A copy has what the file had when it was opened, and nothing else.
@ExtendWith(NothingLeftOpen.class)
class PlainCopyTest {
  private static final Path FILE = Path.of("app.log.1");
  private static final Path COPY = Path.of("copy");
  private static final int BLOCK = 1 << 20;
  private static final byte[] CONTENT = LogLines.bytes(1000);

  @TempDir(factory = MemoryTempDir.class)
  private Path tempDir;

  private final Posix posix = new LinuxPosix();
  private Directory directory;
  private Fd copied;

  @BeforeEach
  void anEmptyCopy() throws IOException {
    directory = Directory.open(posix, tempDir);
    copied = posix.open(directory.fd(), COPY, Open.READ_WRITE_CREATE, 0600);
  }

  @AfterEach
  void close() throws IOException {
    posix.close(copied);
    directory.close();
  }

  private interface Use {
    void of(PlainCopy copy) throws Exception;
  }

  private void copy(LongConsumer progress, Use use) throws Exception {
    Fd file = directory.openForReading(FILE);
    try {
      use.of(new PlainCopy(posix, file, posix.stat(file), copied, progress));
    } finally {
      posix.close(file);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7})
  void aCopyHasTheContentAndProgressCountsItTwice(int length) throws Exception {
    byte[] content = LogLines.bytes(length);
    Files.write(file(), content);
    var progress = new AtomicLong();

    copy(
        progress::addAndGet,
        copy -> {
          Files.writeString(file(), "a later line\n", StandardOpenOption.APPEND);
          assertThat(copy.write()).isTrue();
          assertThat(copy.isSame()).isTrue();
        });

    assertThat(tempDir.resolve(COPY)).hasBinaryContent(content);
    assertThat(progress).hasValue(2L * content.length);
  }

  @Test
  void aHoleStaysAHoleAndCostsNoTime() throws Exception {
    long hole = 1L << 40;
    try (var sparse = new RandomAccessFile(file().toFile(), "rw")) {
      sparse.writeBytes("begin\n");
      sparse.seek(hole);
      sparse.writeBytes("end\n");
      sparse.setLength(2 * hole);
    }

    copy(
        _ -> {},
        copy -> {
          assertThat(copy.write()).isTrue();
          assertThat(copy.isSame()).isTrue();
        });

    assertThat(Files.size(tempDir.resolve(COPY))).isEqualTo(2 * hole);
    assertThat(posix.stat(copied).allocated()).isLessThan(3 * BLOCK);
    try (var copy = new RandomAccessFile(tempDir.resolve(COPY).toFile(), "r")) {
      assertThat(copy.readLine()).isEqualTo("begin");
      copy.seek(hole);
      assertThat(copy.readLine()).isEqualTo("end");
    }
  }

  @Test
  void aFileThatIsShorterThanItWasIsNotCopied() throws Exception {
    Files.write(file(), CONTENT);

    copy(
        _ -> {},
        copy -> {
          Files.write(file(), Arrays.copyOf(CONTENT, 999));
          assertThat(copy.write()).isFalse();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {998, 1000})
  void aCopyOfAnotherLengthIsNotTheSame(int length) throws Exception {
    Files.write(file(), Arrays.copyOf(CONTENT, 999));
    Files.write(tempDir.resolve(COPY), Arrays.copyOf(CONTENT, length));

    copy(_ -> {}, copy -> assertThat(copy.isSame()).isFalse());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aHoleInOneOfTheTwoIsComparedToo(boolean ofTheCopy) throws Exception {
    for (Path sparse : List.of(file(), tempDir.resolve(COPY))) {
      try (var open = new RandomAccessFile(sparse.toFile(), "rw")) {
        if (sparse.equals(file()) == ofTheCopy) {
          open.seek(2 * BLOCK);
          open.writeBytes("x");
        }
        open.setLength(4L * BLOCK);
      }
    }

    copy(_ -> {}, copy -> assertThat(copy.isSame()).isFalse());
  }

  @Test
  void anInterruptEndsTheCopy() throws Exception {
    Files.write(file(), LogLines.bytes(2 * BLOCK));

    copy(
        _ -> {},
        copy -> {
          Thread.currentThread().interrupt();
          assertThatThrownBy(copy::write).isInstanceOf(InterruptedException.class);
        });
    assertThat(posix.stat(copied).size()).as("soon").isEqualTo(BLOCK);
  }

  private Path file() {
    return tempDir.resolve(FILE);
  }
}
