package filereeve.codec;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Compressors.Turn;
import filereeve.files.Directory;
import filereeve.posix.Libdeflate;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.replace.Existing;
import filereeve.replace.ReplacementResult;
import filereeve.replace.ReplacementSteps;
import filereeve.replace.Replacing;
import filereeve.testing.BetweenCalls;
import filereeve.testing.LogLines;
import filereeve.testing.MemoryTempDir;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One large file never holds up others.
@Tag("slow")
class CompressorsTest {
  private static final Path LARGE = Path.of("large");
  private static final Path SMALL = Path.of("small");

  private final Posix real = new LinuxPosix();

  @TempDir(factory = MemoryTempDir.class)
  private Path dir;

  @ParameterizedTest
  @EnumSource
  void aLargeFileGivesWayBetweenTwoFrames(Codec codec) throws Exception {
    Files.write(dir.resolve(LARGE), Frames.of(codec, Codec.LARGEST / codec.frame() + 1, 1));
    var other = new AtomicReference<Thread>();
    var hadItsTurn = new CountDownLatch(1);
    try (var compressors = compressors(real, 1)) {
      LongConsumer whileCompressing =
          bytes -> {
            if (other.get() == null && bytes > 0) {
              other.set(Thread.ofPlatform().start(() -> takeTurn(compressors, hadItsTurn)));
              awaitWaiting(other.get());
            }
          };
      assertThat(compress(real, compressors, LARGE, codec, whileCompressing))
          .isInstanceOf(ReplacementResult.Compressed.class);
      assertThat(hadItsTurn.getCount()).as("the other one had its turn meanwhile").isZero();
      other.get().join();
    }
  }

  @Test
  void aFileIsCompressedThoughEveryThreadIsInTheMiddleOfAFrame() throws Exception {
    Files.write(dir.resolve(LARGE), LogLines.bytes(300_000));
    Files.write(dir.resolve(SMALL), LogLines.bytes(1_000));
    var inFrame = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    Posix stopping =
        BetweenCalls.of(
            real,
            (name, _, call) -> {
              if (name.equals("readAt")) {
                inFrame.countDown();
                goOn.await();
              }
              return call.make();
            });
    try (ExecutorService threads = Executors.newFixedThreadPool(1);
        var compressors = compressors(real, 1)) {
      Future<ReplacementResult> large =
          threads.submit(() -> compress(stopping, compressors, LARGE, Codec.ZSTD, _ -> {}));
      inFrame.await();

      assertThat(compress(real, compressors, SMALL, Codec.ZSTD, _ -> {}))
          .isInstanceOf(ReplacementResult.Compressed.class);

      assertThat(large.isDone()).isFalse();
      goOn.countDown();
      assertThat(large.get()).isInstanceOf(ReplacementResult.Compressed.class);
    }
  }

  @Test
  void aSmallFileIsCompressedThoughALargeOneFillsTheHeap() throws Exception {
    Files.write(dir.resolve(SMALL), LogLines.bytes(1_000));
    try (var compressors = compressors(real, 3);
        Turn _ = compressors.take(Codec.BZIP2, Codec.BZIP2.frame(), () -> {})) {
      assertThat(compress(real, compressors, SMALL, Codec.XZ, _ -> {}))
          .isInstanceOf(ReplacementResult.Compressed.class);
    }
  }

  private static Compressors compressors(Posix posix, int workers) {
    return new Compressors(posix, workers, Libdeflate.find(), () -> {});
  }

  private static void takeTurn(Compressors compressors, CountDownLatch hadItsTurn) {
    try (Turn _ = compressors.take(Codec.ZSTD, 1, () -> {})) {
      hadItsTurn.countDown();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  private ReplacementResult compress(
      Posix posix, Compressors compressors, Path name, Codec codec, LongConsumer progress)
      throws Exception {
    try (Directory directory = Directory.open(posix, dir)) {
      return new ReplacementSteps(posix, compressors)
          .replaceOne(
              directory,
              name,
              codec,
              new Level.Auto(),
              Existing.KEEP,
              true,
              Replacing::nobodyWrites,
              progress);
    }
  }
}
