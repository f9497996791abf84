package filereeve.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.github.luben.zstd.Zstd;
import filereeve.testing.LogLines;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CodecTest {
  private static final Level AUTO = new Level.Auto();
  private static final int FRAME = ZstdFrames.FRAME;

  /// What a file may hold.
  enum Content {
    LINES,
    NOISE
  }

  /// One file, and how it is compressed.
  record Case(Codec codec, Level level, Content content, int size) {
    byte[] bytes() {
      return switch (content) {
        case LINES -> LogLines.bytes(size);
        case NOISE -> LogLines.random(size);
      };
    }
  }

  static List<Case> cases() {
    var cases = new ArrayList<Case>();
    for (Codec codec : Codec.values()) {
      for (int size : new int[] {0, 1, 1000, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME}) {
        cases.add(new Case(codec, AUTO, Content.LINES, size));
      }
      cases.add(new Case(codec, AUTO, Content.NOISE, FRAME + 70_000));
      for (int level : new int[] {1, 9}) {
        cases.add(new Case(codec, new Level.Fixed(level), Content.LINES, 300_000));
      }
    }
    cases.add(new Case(Codec.ZSTD, AUTO, Content.LINES, 20_000_000));
    cases.add(new Case(Codec.ZSTD, new Level.Fixed(19), Content.LINES, 300_000));
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void decodingGivesTheContentBack(Case c) throws IOException {
    assertThat(decode(c.codec, encode(c.codec, c.level, c.bytes()))).isEqualTo(c.bytes());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theStandardToolsFindTheArchiveWhole(Case c, @TempDir Path folder) throws Exception {
    Path archive = folder.resolve("x." + c.codec.suffix());
    Files.write(archive, encode(c.codec, c.level, c.bytes()));
    String tool = c.codec == Codec.ZSTD ? "zstd" : "gzip";
    try {
      Process test = new ProcessBuilder(tool, "-q", "-t", archive.toString()).inheritIO().start();
      assertThat(test.waitFor()).isZero();
    } catch (IOException e) {
      // The tool is not installed here; the libraries' own decoders have read the same bytes above.
      assertThat(e).hasMessageContaining("No such file");
    }
  }

  @ParameterizedTest
  @EnumSource
  void logLinesShrink(Codec codec) throws IOException {
    byte[] content = LogLines.bytes(1_000_000);
    assertThat(encode(codec, AUTO, content).length).isLessThan(content.length / 4);
  }

  @ParameterizedTest
  @EnumSource
  void aCutOffArchiveIsAnError(Codec codec) throws IOException {
    byte[] archive = encode(codec, AUTO, LogLines.bytes(100_000));
    for (int length : new int[] {1, 5, 1000, archive.length / 2, archive.length - 1}) {
      assertThatIOException()
          .as("cut to %d of %d", length, archive.length)
          .isThrownBy(() -> decode(codec, Arrays.copyOf(archive, length)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedArchiveIsAnError(Codec codec) throws IOException {
    byte[] archive = encode(codec, AUTO, LogLines.bytes(100_000));
    archive[archive.length / 2] ^= 0x10;
    assertThatIOException().isThrownBy(() -> decode(codec, archive));
  }

  @Test
  void eachZstdFrameSaysHowMuchItHolds() throws IOException {
    byte[] archive = encode(Codec.ZSTD, AUTO, LogLines.bytes(FRAME + 1234));
    int first = (int) Zstd.findFrameCompressedSize(archive, 0, archive.length);

    assertThat(Zstd.getFrameContentSize(archive)).isEqualTo(FRAME);
    assertThat(Zstd.getFrameContentSize(Arrays.copyOfRange(archive, first, archive.length)))
        .isEqualTo(1234);
  }

  @Test
  void moreBytesThanAnnouncedAreAnError() throws IOException {
    try (var encoder = Codec.ZSTD.encoder(new ByteArrayOutputStream(), AUTO, 10)) {
      assertThatIOException().isThrownBy(() -> encoder.write(new byte[11]));
    }
  }

  @ParameterizedTest
  @EnumSource
  void levelsThatTheFormatDoesNotHaveAreRefused(Codec codec) {
    for (int level : new int[] {-1, 0, codec == Codec.ZSTD ? 20 : 10}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> encode(codec, new Level.Fixed(level), new byte[0]));
    }
  }

  private static byte[] encode(Codec codec, Level level, byte[] content) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var encoder = codec.encoder(out, level, content.length)) {
      encoder.write(content);
    }
    return out.toByteArray();
  }

  private static byte[] decode(Codec codec, byte[] archive) throws IOException {
    try (var decoder = codec.decoder(new ByteArrayInputStream(archive))) {
      return decoder.readAllBytes();
    }
  }
}
