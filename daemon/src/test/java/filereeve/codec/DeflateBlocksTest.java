package filereeve.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import filereeve.posix.Deflate;
import filereeve.posix.Libdeflate;
import filereeve.testing.LogLines;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Complete streams of each kind of block become parts of one stream.
class DeflateBlocksTest {
  private static final int CAPACITY = 1 << 20;

  private final DeflateBlocks blocks = new DeflateBlocks();

  /// Compresses a part into one complete stream.
  interface Encoder {
    byte[] encode(byte[] content) throws IOException;
  }

  record Case(String name, Encoder encoder) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> encoders() {
    var cases = new ArrayList<Case>();
    for (int level = 0; level <= 9; level++) {
      int l = level;
      cases.add(new Case("JDK " + l, content -> jdk(l, Deflater.DEFAULT_STRATEGY, content)));
    }
    cases.add(new Case("JDK, literals", content -> jdk(6, Deflater.HUFFMAN_ONLY, content)));
    Optional<Libdeflate> library = Libdeflate.find();
    for (int level = 1; library.isPresent() && level <= 9; level++) {
      int l = level;
      cases.add(new Case("libdeflate " + l, content -> libdeflate(library.get(), l, content)));
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("encoders")
  void streamsInARowAreOneStream(Case c) throws IOException {
    var wanted = new ByteArrayOutputStream();
    var joined = new ByteArrayOutputStream();
    for (byte[] part : parts()) {
      wanted.writeBytes(part);
      joined.writeBytes(opened(c.encoder.encode(part)));
    }
    joined.writeBytes(DeflateBlocks.END);

    assertThat(inflated(joined.toByteArray())).isEqualTo(wanted.toByteArray());
  }

  @ParameterizedTest
  @MethodSource("encoders")
  void anOpenedStreamEndsWithAnEmptyStoredBlock(Case c) throws IOException {
    for (byte[] part : parts()) {
      byte[] stream = c.encoder.encode(part);
      byte[] opened = opened(stream);

      assertThat(opened).endsWith(0, 0, 0xff, 0xff);
      assertThat(opened.length - stream.length).isBetween(4, 5);
    }
  }

  @Test
  void whatIsNoCompleteStreamIsAnError() throws IOException {
    byte[] stream = jdk(6, Deflater.DEFAULT_STRATEGY, LogLines.bytes(20_000));
    for (int length = 0; length < stream.length; length += 97) {
      byte[] part = Arrays.copyOf(stream, length);
      assertThatIOException().as("%d bytes", length).isThrownBy(() -> opened(part));
    }
    assertThatIOException().isThrownBy(() -> opened(Arrays.copyOf(stream, stream.length + 1)));
  }

  @Test
  void noiseIsAnErrorOrAStreamAndNothingElse() {
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[1 + random.nextInt(40)];
      random.nextBytes(noise);
      try {
        assertThat(opened(noise).length).isGreaterThan(noise.length);
      } catch (IOException e) {
        assertThat(e).hasMessage("not a complete deflate stream");
      }
    }
  }

  /// Nothing, few bytes (fixed codes), text (dynamic codes), noise (stored), runs, and both.
  private static List<byte[]> parts() {
    var parts = new ArrayList<byte[]>();
    for (int size = 0; size <= 40; size++) {
      parts.add(LogLines.bytes(size));
    }
    parts.add(LogLines.bytes(300_000));
    parts.add(LogLines.random(100_000));
    parts.add(new byte[200_000]);
    byte[] mixed = LogLines.bytes(400_000);
    System.arraycopy(LogLines.random(150_000), 0, mixed, 100_000, 150_000);
    parts.add(mixed);
    parts.add(LogLines.bytes(5_001));
    return parts;
  }

  private byte[] opened(byte[] stream) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(3 + stream.length + 8).position(3);
    buffer.put(stream).flip().position(3);
    blocks.open(buffer);
    return bytes(buffer);
  }

  private static byte[] inflated(byte[] stream) throws IOException {
    var inflater = new Inflater(true);
    try (var in = new InflaterInputStream(new ByteArrayInputStream(stream), inflater)) {
      byte[] content = in.readAllBytes();
      assertThat(inflater.finished() && inflater.getRemaining() == 0).isTrue();
      return content;
    } finally {
      inflater.end();
    }
  }

  private static byte[] jdk(int level, int strategy, byte[] content) {
    var deflater = new Deflater(level, true);
    try {
      deflater.setStrategy(strategy);
      deflater.setInput(content);
      deflater.finish();
      byte[] stream = new byte[CAPACITY];
      int length = 0;
      while (!deflater.finished()) {
        length += deflater.deflate(stream, length, stream.length - length);
      }
      return Arrays.copyOf(stream, length);
    } finally {
      deflater.end();
    }
  }

  private static byte[] libdeflate(Libdeflate library, int level, byte[] content)
      throws IOException {
    ByteBuffer stream = ByteBuffer.allocateDirect(CAPACITY);
    try (Deflate deflate = library.deflate(level)) {
      deflate.compress(ByteBuffer.allocateDirect(content.length).put(content).flip(), stream);
    }
    return bytes(stream.flip());
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
