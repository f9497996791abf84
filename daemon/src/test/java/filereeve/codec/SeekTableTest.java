package filereeve.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import filereeve.posix.Libdeflate;
import filereeve.testing.LogLines;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.jpountz.xxhash.XXHashFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A zstd archive ends with a table of its frames, as `zstd_seekable_compression_format.md` has it.
@Tag("slow")
class SeekTableTest {
  private static final int FRAME = Codec.ZSTD.frame();
  private static final int FOOTER = 9;
  private static final int ENTRY = 12;

  static int[] sizes() {
    return new int[] {0, 1, FRAME, 2 * FRAME + 1000};
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void eachFrameIsFoundByTheTable(int size) throws Exception {
    byte[] content = LogLines.bytes(size);
    ByteBuffer archive = ByteBuffer.wrap(archive(Codec.ZSTD, content));
    archive.order(ByteOrder.LITTLE_ENDIAN);
    int frames = archive.getInt(archive.limit() - FOOTER);
    assertThat(frames).isEqualTo(Math.max(1, (size + FRAME - 1) / FRAME));
    assertThat(archive.get(archive.limit() - 5)).isEqualTo((byte) 0x80);
    assertThat(archive.getInt(archive.limit() - 4)).isEqualTo(0x8F92EAB1);
    int table = archive.limit() - FOOTER - frames * ENTRY;
    assertThat(archive.getInt(table - 8)).isEqualTo(0x184D2A5E);
    assertThat(archive.getInt(table - 4)).isEqualTo(frames * ENTRY + FOOTER);

    int at = 0;
    var found = new ByteArrayOutputStream();
    for (int i = 0; i < frames; i++) {
      int compressed = archive.getInt(table + i * ENTRY);
      byte[] part =
          Zstd.decompress(
              Arrays.copyOfRange(archive.array(), at, at + compressed),
              archive.getInt(table + i * ENTRY + 4));
      long hash = XXHashFactory.fastestInstance().hash64().hash(part, 0, part.length, 0);
      assertThat(archive.getInt(table + i * ENTRY + 8)).isEqualTo((int) hash);
      found.writeBytes(part);
      at += compressed;
    }
    assertThat(at).as("the table follows the last frame").isEqualTo(table - 8);
    assertThat(found.toByteArray()).isEqualTo(content);
  }

  @Test
  void whatIsAppendedIsReadToo() throws Exception {
    byte[] one = LogLines.bytes(1000);
    byte[] other = LogLines.bytes(3000);
    var both = new ByteArrayOutputStream();
    both.writeBytes(archive(Codec.ZSTD, one));
    both.writeBytes(archive(Codec.ZSTD, other));

    try (InputStream in = Codec.ZSTD.decoder(new ByteArrayInputStream(both.toByteArray()))) {
      assertThat(in.readNBytes(1000)).isEqualTo(one);
      assertThat(in.readAllBytes()).isEqualTo(other);
    }
  }

  @Test
  void aFileWithTooManyFramesGetsNoTable() {
    Envelope table = Codec.ZSTD.envelope();
    ByteBuffer nothing = ByteBuffer.allocate(4);
    for (int i = 0; i < 1 << 18; i++) {
      table.add(nothing, nothing);
    }
    assertThat(table.tail()).hasSize(8 + FOOTER + (ENTRY << 18));
    table.add(nothing, nothing);
    assertThat(table.tail()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void onRequestTheArchiveIsOneFrameAndNothingElse(int size) throws Exception {
    byte[] content = LogLines.bytes(size);
    byte[] archive = archive(Codec.ZSTD_ONE_FRAME, content);

    assertThat(Zstd.findFrameCompressedSize(archive, 0, archive.length)).isEqualTo(archive.length);
    assertThat(Zstd.getFrameContentSize(archive)).isEqualTo(size);
    assertThat(Zstd.decompress(archive, size)).isEqualTo(content);
  }

  private static byte[] archive(Codec codec, byte[] content)
      throws IOException, InterruptedException {
    return ArchiveBytes.of(new Coders(Libdeflate.find()), codec, new Level.Auto(), content);
  }
}
