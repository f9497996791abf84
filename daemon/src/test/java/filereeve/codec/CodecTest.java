package filereeve.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.github.luben.zstd.Zstd;
import filereeve.posix.Libdeflate;
import filereeve.testing.LogLines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("slow")
class CodecTest {
  private static final Level AUTO = new Level.Auto();
  private static final Coders CODERS = new Coders(Libdeflate.find());
  private static final int FRAME = Codec.ZSTD.frame();

  /// The kinds of content.
  enum Content {
    LINES,
    NOISE
  }

  /// One file, with its codec and level.
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
      int frame = codec.frame();
      for (int size : new int[] {0, 1, 1000, 100_000}) {
        cases.add(new Case(codec, AUTO, Content.LINES, size));
      }
      cases.add(new Case(codec, AUTO, Content.NOISE, 300_000));
      if (codec.isParallel()) { // and fast
        for (int size : new int[] {frame - 1, frame, frame + 1}) {
          cases.add(new Case(codec, AUTO, Content.LINES, size));
        }
        cases.add(new Case(codec, AUTO, Content.NOISE, frame));
      }
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
  void decodingReturnsTheContent(Case c) throws Exception {
    assertThat(decode(c.codec, encode(c.codec, c.level, c.bytes()))).isEqualTo(c.bytes());
  }

  @ParameterizedTest
  @EnumSource
  void logLinesShrink(Codec codec) throws Exception {
    byte[] content = LogLines.bytes(300_000);
    assertThat(encode(codec, AUTO, content).length).isLessThan(content.length / 3);
  }

  @ParameterizedTest
  @EnumSource
  void aTruncatedArchiveIsAnError(Codec codec) throws Exception {
    byte[] archive = encode(codec, AUTO, LogLines.bytes(100_000));
    for (int length : new int[] {1, 5, 1000, archive.length / 2, archive.length - 1}) {
      assertThatIOException()
          .as("truncated to %d of %d", length, archive.length)
          .isThrownBy(() -> decode(codec, Arrays.copyOf(archive, length)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedArchiveIsAnError(Codec codec) throws Exception {
    byte[] archive = encode(codec, AUTO, LogLines.bytes(100_000));
    archive[archive.length / 2] ^= 0x10;
    assertThatIOException().isThrownBy(() -> decode(codec, archive));
  }

  @Test
  void eachZstdFrameStatesTheSizeOfItsContent() throws Exception {
    byte[] archive = encode(Codec.ZSTD, AUTO, LogLines.bytes(FRAME + 1234));
    int first = (int) Zstd.findFrameCompressedSize(archive, 0, archive.length);

    assertThat(Zstd.getFrameContentSize(archive)).isEqualTo(FRAME);
    assertThat(Zstd.getFrameContentSize(Arrays.copyOfRange(archive, first, archive.length)))
        .isEqualTo(1234);
  }

  @ParameterizedTest
  @EnumSource
  void levelsThatTheFormatDoesNotHaveAreRefused(Codec codec) {
    for (int level : new int[] {-1, 0, codec.maxLevel() + 1}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> encode(codec, new Level.Fixed(level), new byte[0]));
    }
  }

  private static byte[] encode(Codec codec, Level level, byte[] content)
      throws IOException, InterruptedException {
    return ArchiveBytes.of(CODERS, codec, level, content);
  }

  private static byte[] decode(Codec codec, byte[] archive) throws IOException {
    try (var decoder = codec.decoder(new ByteArrayInputStream(archive))) {
      return decoder.readAllBytes();
    }
  }
}
