package filereeve.codec;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.Libdeflate;
import filereeve.testing.LogLines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Reading back a frame finds damage. Deflate blocks have no checksum of their own, so for them the
/// sum of the content is part of it, as in [FramedArchive].
class FrameCoderTest {
  private static final byte[] CONTENT = LogLines.bytes(3_000);
  private static final long SUM = sum(CONTENT);

  /// @param libdeflate whether it is used
  record Case(Codec codec, boolean libdeflate) {
    FrameCoder coder() throws IOException {
      Optional<Libdeflate> library = libdeflate ? Libdeflate.find() : Optional.empty();
      return new Coders(library).create(codec, new Level.Auto(), 0);
    }
  }

  static List<Case> coders() {
    var coders = new ArrayList<Case>();
    Arrays.stream(Codec.values())
        .filter(codec -> !codec.isOneFrame())
        .forEach(codec -> coders.add(new Case(codec, true)));
    coders.add(new Case(Codec.GZIP, false));
    return coders;
  }

  @ParameterizedTest
  @MethodSource("coders")
  void noDamageYieldsOtherContent(Case c) throws Exception {
    try (FrameCoder coder = c.coder()) {
      byte[] frame = frame(coder);
      for (int at = 0; at < frame.length; at += 3) {
        byte[] damaged = frame.clone();
        damaged[at] ^= (byte) (1 << at % 8);
        // Some bytes of a frame do not affect its content.
        expanded(c.codec, coder, damaged)
            .ifPresent(content -> assertThat(content).as("another bit").isEqualTo(CONTENT));
      }
      assertThat(expanded(c.codec, coder, frame)).as("the coder still works").hasValue(CONTENT);
    }
  }

  @ParameterizedTest
  @MethodSource("coders")
  void aTruncatedFrameOrOneWithTrailingBytesIsAnError(Case c) throws Exception {
    try (FrameCoder coder = c.coder()) {
      byte[] frame = frame(coder);
      for (int length = 1; length < frame.length; length += 7) {
        assertThat(expanded(c.codec, coder, Arrays.copyOf(frame, length)))
            .as("%d bytes", length)
            .isEmpty();
      }
      assertThat(expanded(c.codec, coder, Arrays.copyOf(frame, frame.length - 1))).isEmpty();
      assertThat(expanded(c.codec, coder, Arrays.copyOf(frame, frame.length + 1))).isEmpty();
    }
  }

  private static byte[] frame(FrameCoder coder) throws IOException, InterruptedException {
    ByteBuffer frame = ByteBuffer.allocateDirect(10_000);
    coder.compress(direct(CONTENT), frame, () -> {});
    return bytes(frame.flip());
  }

  /// @return empty if it is an error
  private static Optional<byte[]> expanded(Codec codec, FrameCoder coder, byte[] frame)
      throws InterruptedException {
    ByteBuffer content = ByteBuffer.allocateDirect(CONTENT.length);
    try {
      coder.expand(direct(frame), content, () -> {});
      return Optional.of(bytes(content.flip())).filter(c -> codec != Codec.GZIP || sum(c) == SUM);
    } catch (IOException | RuntimeException _) { // who reads back takes both for damage
      return Optional.empty();
    }
  }

  private static long sum(byte[] content) {
    var crc = new CRC32();
    crc.update(content);
    return crc.getValue();
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length + 8).put(bytes).flip();
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
