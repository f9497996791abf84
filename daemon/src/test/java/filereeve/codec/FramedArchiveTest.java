package filereeve.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import filereeve.files.Directory;
import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.Libdeflate;
import filereeve.posix.LinuxPosix;
import filereeve.posix.NativeMemory;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.replace.Existing;
import filereeve.replace.ReplacementResult;
import filereeve.replace.ReplacementSteps;
import filereeve.replace.Replacing;
import filereeve.testing.BetweenCalls;
import filereeve.testing.FaultyPosix;
import filereeve.testing.MemoryTempDir;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Compresses files of many frames on several threads.
@Tag("slow")
class FramedArchiveTest {
  private static final int WORKERS = 3;
  private static final String LOG = "app.log.1";

  private final Posix real = new LinuxPosix();

  @TempDir(factory = MemoryTempDir.class)
  private Path dir;

  @ParameterizedTest
  @EnumSource
  void theFramesAreInTheOrderOfTheirContent(Codec codec) throws Exception {
    byte[] content = Frames.of(codec, codec.isParallel() ? 5 : 2, 1);
    Files.write(dir.resolve(LOG), content);

    try (var compressors = compressors(real)) {
      prepare(real, compressors, LOG, codec, _ -> {});
    }

    try (InputStream in = codec.decoder(Files.newInputStream(archive(LOG, codec)))) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void moreFilesThanThreadsAreCompressedAtTheSameTime() throws Exception {
    byte[] content = Frames.of(Codec.GZIP, 5, 0);
    try (var compressors = compressors(real);
        var callers = Executors.newFixedThreadPool(6)) {
      var done = new ArrayList<Future<Void>>();
      for (int i = 0; i < 12; i++) {
        String name = "app.log." + i;
        Files.write(dir.resolve(name), content);
        Callable<Void> work =
            () -> {
              prepare(real, compressors, name, Codec.GZIP, _ -> {});
              return null;
            };
        done.add(callers.submit(work));
      }
      for (Future<Void> each : done) {
        each.get();
      }
    }
    for (int i = 0; i < 12; i++) {
      Path archive = archive("app.log." + i, Codec.GZIP);
      try (InputStream in = Codec.GZIP.decoder(Files.newInputStream(archive))) {
        assertThat(in.readAllBytes()).isEqualTo(content);
      }
    }
  }

  @Test
  void aFailedCallOfAnyThreadFailsTheArchiveAndLeavesNothing() throws Exception {
    Files.write(dir.resolve(LOG), Frames.of(Codec.GZIP, 5, 0));
    var counting = FaultyPosix.counting(real);
    try (var compressors = compressors(counting)) {
      prepare(counting, compressors, LOG, Codec.GZIP, _ -> {});
    }
    Files.delete(archive(LOG, Codec.GZIP));
    long calls = counting.calls().stream().takeWhile(call -> !call.startsWith("rename")).count();
    for (int call = 1; call <= calls; call++) {
      var failing = FaultyPosix.failing(real, call, Errno.EIO);
      try (var compressors = compressors(failing)) {
        assertThatExceptionOfType(PosixException.class)
            .as("call %d", call)
            .isThrownBy(() -> prepare(failing, compressors, LOG, Codec.GZIP, _ -> {}));
      }
      assertThat(dir.toFile().list()).as("call %d", call).containsExactly(LOG);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anArchiveThatDoesNotReadBackIsAnError(Codec codec) throws Exception {
    Files.write(dir.resolve(LOG), Frames.of(codec, 2, 100_000));
    int writes = codec == Codec.GZIP ? 5 : codec == Codec.ZSTD ? 4 : 3; // with what surrounds them
    for (int damaged = 1; damaged <= writes; damaged++) {
      Posix lying = damagingWrite(damaged);
      try (var compressors = compressors(lying)) {
        assertThatIOException()
            .isThrownBy(() -> prepare(lying, compressors, LOG, codec, _ -> {}))
            .withMessageContaining("read back");
      }
      assertThat(dir.toFile().list()).containsExactly(LOG);
    }
  }

  @Test
  void anInterruptEndsTheWorkOfAllThreads() throws Exception {
    Files.write(dir.resolve(LOG), Frames.of(Codec.GZIP, 9, 0));
    try (var compressors = compressors(real)) {
      assertThatExceptionOfType(InterruptedException.class)
          .isThrownBy(
              () ->
                  prepare(
                      real, compressors, LOG, Codec.GZIP, _ -> Thread.currentThread().interrupt()));
    }
    assertThat(dir.toFile().list()).containsExactly(LOG);
  }

  @Test
  void aSourceTruncatedMeanwhileCountsAsChanged() throws Exception {
    Files.write(dir.resolve(LOG), Frames.of(Codec.GZIP, 9, 0));
    try (var compressors = compressors(real);
        Directory directory = Directory.open(real, dir)) {
      assertThat(replace(real, compressors, directory, LOG, Codec.GZIP, _ -> truncate()))
          .isInstanceOf(ReplacementResult.Changed.class);
    }
    assertThat(dir.toFile().list()).containsExactly(LOG);
  }

  @ParameterizedTest
  @EnumSource
  void memoryIsOneFrameForEachThreadWhateverTheSize(Codec codec) throws Exception {
    Files.write(dir.resolve(LOG), Frames.of(codec, codec.isParallel() ? 5 : 2, 1));
    List<NativeMemory> taken = Collections.synchronizedList(new ArrayList<>());
    Posix watched =
        BetweenCalls.of(
            real,
            (_, _, call) -> {
              Object result = call.make();
              if (result instanceof NativeMemory memory) {
                assertThat(memory.buffer().capacity()).isLessThanOrEqualTo(9 << 20);
                taken.add(memory);
              }
              return result;
            });

    try (var compressors = compressors(watched)) {
      prepare(watched, compressors, LOG, codec, _ -> {});
    }

    assertThat(taken).hasSizeBetween(2, 2 * WORKERS);
    assertThat(taken)
        .allSatisfy(
            memory ->
                assertThatExceptionOfType(IllegalStateException.class)
                    .as("it was given back")
                    .isThrownBy(() -> memory.buffer().get(0)));
  }

  private static Compressors compressors(Posix posix) {
    return new Compressors(posix, WORKERS, Libdeflate.find(), () -> {});
  }

  private void prepare(
      Posix posix, Compressors compressors, String name, Codec codec, LongConsumer progress)
      throws IOException, InterruptedException {
    try (Directory directory = Directory.open(posix, dir)) {
      assertThat(replace(posix, compressors, directory, name, codec, progress))
          .isInstanceOf(ReplacementResult.Compressed.class);
    }
  }

  private static ReplacementResult replace(
      Posix posix,
      Compressors compressors,
      Directory directory,
      String name,
      Codec codec,
      LongConsumer progress)
      throws IOException, InterruptedException {
    return new ReplacementSteps(posix, compressors)
        .replaceOne(
            directory,
            Path.of(name),
            codec,
            new Level.Auto(),
            Existing.KEEP,
            true,
            Replacing::nobodyWrites,
            progress);
  }

  private Path archive(String name, Codec codec) {
    return dir.resolve(name + "." + codec.suffix());
  }

  private void truncate() {
    try {
      Files.write(dir.resolve(LOG), new byte[100]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A disk that changes one byte in the middle of the k-th write.
  private Posix damagingWrite(int write) {
    var left = new int[] {write};
    return BetweenCalls.of(
        real,
        (name, arguments, call) -> {
          if (name.equals("write")
              && arguments[0] instanceof Fd
              && arguments[1] instanceof ByteBuffer content
              && --left[0] == 0) {
            int middle = content.position() + content.remaining() / 2;
            content.put(middle, (byte) (content.get(middle) ^ 0x10));
          }
          return call.make();
        });
  }
}
