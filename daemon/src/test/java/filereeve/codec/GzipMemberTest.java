package filereeve.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import filereeve.files.Directory;
import filereeve.posix.Libdeflate;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.replace.Existing;
import filereeve.replace.ReplacementSteps;
import filereeve.replace.Replacing;
import filereeve.testing.BetweenCalls;
import filereeve.testing.LogLines;
import filereeve.testing.MemoryTempDir;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A gzip archive of any number of frames is one member, byte for byte as RFC 1952 has it.
@Tag("slow")
class GzipMemberTest {
  private static final int FRAME = Codec.GZIP.frame();
  private static final int HEADER = 10;
  private static final int TRAILER = 8;

  private final Posix real = new LinuxPosix();

  @TempDir(factory = MemoryTempDir.class)
  private Path dir;

  static int[] sizes() {
    return new int[] {0, 1, FRAME - 1, FRAME, FRAME + 1, 4 * FRAME + 77_777};
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void anArchiveIsOneMember(int size) throws Exception {
    byte[] content = LogLines.bytes(size);
    for (boolean libdeflate : new boolean[] {true, false}) {
      byte[] archive = archive(real, content, libdeflate ? Libdeflate.find() : Optional.empty());

      assertThat(inflated(archive, content.length)).isEqualTo(content);
      ByteBuffer trailer = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
      trailer.position(archive.length - TRAILER);
      assertThat(trailer.getInt()).isEqualTo(sum(content));
      assertThat(trailer.getInt()).isEqualTo(content.length);
    }
  }

  @Test
  void theSizeInTheTrailerIsModulo4GiB() {
    Envelope member = Codec.GZIP.envelope();
    ByteBuffer content = ByteBuffer.allocateDirect(1 << 20);
    for (int i = 0; i < 4097; i++) {
      member.add(content.clear(), ByteBuffer.allocate(0));
    }
    ByteBuffer tail = ByteBuffer.wrap(member.tail()).order(ByteOrder.LITTLE_ENDIAN);

    assertThat(tail.getInt(tail.limit() - 4)).isEqualTo(1 << 20);
  }

  @Test
  void aByteThatTheDiskChangesIsNoticedWhereverItIs() throws Exception {
    byte[] content = LogLines.bytes(2_000);
    byte[] good = archive(real, content, Libdeflate.find());
    for (int at = 0; at < good.length; at++) {
      for (int bit = 0; bit < 8; bit += 7) {
        Posix lying = damaging(at, 1 << bit);
        try {
          byte[] archive = archive(lying, content, Libdeflate.find());
          assertThat(inflated(archive, content.length))
              .as("byte %d means nothing", at)
              .isEqualTo(content);
        } catch (IOException e) {
          assertThat(e).hasMessageContaining("read back");
        }
      }
    }
    assertThatIOException()
        .isThrownBy(() -> archive(damaging(good.length - 3, 1), content, Libdeflate.find()));
    assertThatIOException().isThrownBy(() -> archive(damaging(4, 1), content, Libdeflate.find()));
  }

  private byte[] archive(Posix posix, byte[] content, Optional<Libdeflate> libdeflate)
      throws IOException, InterruptedException {
    Files.write(dir.resolve("app.log"), content);
    Files.deleteIfExists(dir.resolve("app.log.gz"));
    try (var compressors = new Compressors(posix, 2, libdeflate, () -> {});
        Directory directory = Directory.open(posix, dir)) {
      new ReplacementSteps(posix, compressors)
          .replaceOne(
              directory,
              Path.of("app.log"),
              Codec.GZIP,
              new Level.Auto(),
              Existing.KEEP,
              true,
              Replacing::nobodyWrites,
              _ -> {});
    }
    return Files.readAllBytes(dir.resolve("app.log.gz"));
  }

  /// A disk that changes one byte of what is written.
  private Posix damaging(int damaged, int bits) {
    var at = new AtomicInteger();
    return BetweenCalls.of(
        real,
        (name, arguments, call) -> {
          if (name.equals("write") && arguments[1] instanceof ByteBuffer content) {
            int from = at.getAndAdd(content.remaining());
            int index = content.position() + damaged - from;
            if (damaged >= from && damaged < at.get()) {
              content.put(index, (byte) (content.get(index) ^ bits));
            }
          }
          return call.make();
        });
  }

  /// The only deflate stream, which fills everything between header and trailer.
  private static byte[] inflated(byte[] archive, int length) throws DataFormatException {
    assertThat(archive).startsWith(0x1f, 0x8b, 8, 0);
    var inflater = new Inflater(true);
    try {
      inflater.setInput(archive, HEADER, archive.length - HEADER - TRAILER);
      byte[] content = new byte[length + 1];
      int inflated = inflater.inflate(content);
      assertThat(inflater.finished()).isTrue();
      assertThat(inflater.getRemaining()).isZero();
      return Arrays.copyOf(content, inflated);
    } finally {
      inflater.end();
    }
  }

  private static int sum(byte[] content) {
    var crc = new CRC32();
    crc.update(content);
    return (int) crc.getValue();
  }
}
