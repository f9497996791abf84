package filereeve.copytruncate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.files.Directory;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.NothingLeftOpen;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A log of a block, a hole of eight, and two blocks more; the last one is not full.
@ExtendWith(NothingLeftOpen.class)
class LogCopyTest {
  private static final Path LOG = Path.of("app.log");
  private static final Path COPY = Path.of("copy");
  private static final int BLOCK = 128 << 10;
  private static final long HOLE_END = 9L * BLOCK;
  private static final long SIZE = HOLE_END + BLOCK + 7;

  @TempDir(factory = MemoryTempDir.class)
  private Path tempDir;

  private final Posix posix = new LinuxPosix();
  private final AtomicInteger progress = new AtomicInteger();

  @BeforeEach
  void aSparseLog() throws IOException {
    try (var log = new RandomAccessFile(tempDir.resolve(LOG).toFile(), "rw")) {
      log.writeBytes("a".repeat(BLOCK));
      log.seek(HOLE_END);
      log.writeBytes("b".repeat(BLOCK + 7));
    }
  }

  private interface Use {
    void of(LogCopy copy) throws Exception;
  }

  private void copy(Use use) throws Exception {
    try (Directory directory = Directory.open(posix, tempDir);
        OpenLog log = OpenLog.open(posix, directory, LOG, directory.stat(LOG).orElseThrow());
        LogCopy copy = new LogCopy(posix, directory, COPY, log, progress::incrementAndGet)) {
      use.of(copy);
    }
  }

  @Test
  void eachBlockThatIsCopiedOrReadBackIsProgressAndAHoleIsOne() throws Exception {
    copy(
        copy -> {
          assertThat(copy.copyTo(SIZE)).isTrue();
          assertThat(progress.getAndSet(0)).isEqualTo(4);
          copy.verify();
          assertThat(progress).hasValue(3);
          assertThat(tempDir.resolve(COPY)).hasSameBinaryContentAs(tempDir.resolve(LOG));
          assertThat(posix.stat(copy.fd()).allocated()).isLessThan(4L * BLOCK);
        });
    assertThat(tempDir.resolve(COPY)).doesNotExist();
  }

  @Test
  void aHoleOfOneBlockStaysOne() throws Exception {
    try (var log = new RandomAccessFile(tempDir.resolve(LOG).toFile(), "rw")) {
      log.setLength(0);
      log.writeBytes("a".repeat(BLOCK));
      log.seek(2L * BLOCK);
      log.writeBytes("b");
    }

    copy(
        copy -> {
          copy.catchUp();
          assertThat(posix.stat(copy.fd()).allocated()).isLessThan(2L * BLOCK);
        });
  }

  /// A log can be cut in a hole, too.
  @Test
  void aCopyCanEndInAHole() throws Exception {
    copy(
        copy -> {
          assertThat(copy.copyTo(3L * BLOCK)).isTrue();
          assertThat(copy.splitsALine()).isTrue();
          copy.verify();
          assertThat(copy.size()).isEqualTo(3L * BLOCK);
        });
  }

  @Test
  void aLogThatEndsTooEarlyIsNotCopied() throws Exception {
    copy(copy -> assertThat(copy.copyTo(SIZE + 1)).isFalse());
  }

  @Test
  void theTimeOfTheLastReadIsKnown() throws Exception {
    copy(
        copy -> {
          long before = System.nanoTime();
          copy.catchUp();
          assertThat(copy.lastRead() - before).isNotNegative();
          assertThat(System.nanoTime() - copy.lastRead()).isNotNegative();
        });
  }

  @Test
  void whatWasCaughtUpIsCounted() throws Exception {
    copy(
        copy -> {
          assertThat(copy.catchUp()).isEqualTo(SIZE);
          assertThat(copy.catchUp()).isZero();
          Files.writeString(tempDir.resolve(LOG), "c", StandardOpenOption.APPEND);
          assertThat(copy.catchUp()).isEqualTo(1);
        });
  }
}
