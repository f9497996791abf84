package filereeve.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.testing.LogLines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibdeflateTest {
  private static final byte[] CONTENT = LogLines.bytes(100_000);

  private Optional<Deflate> deflate = Optional.empty();

  @BeforeEach
  void open() {
    deflate = Libdeflate.find().map(library -> library.deflate(6));
    assumeTrue(deflate.isPresent(), "libdeflate.so.0 is not installed here");
  }

  @AfterEach
  void close() {
    deflate.ifPresent(Deflate::close);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100_000})
  void anyInflaterReadsTheStream(int length) throws IOException {
    ByteBuffer content = direct(CONTENT).limit(length);

    byte[] stream = stream(content);

    assertThat(content.hasRemaining()).isFalse();
    assertThat(
            new InflaterInputStream(new ByteArrayInputStream(stream), new Inflater(true))
                .readAllBytes())
        .isEqualTo(Arrays.copyOf(CONTENT, length));
  }

  @Test
  void theStreamIsReadBack() throws IOException {
    ByteBuffer stream = direct(stream(direct(CONTENT)));
    ByteBuffer content = ByteBuffer.allocateDirect(CONTENT.length);

    deflate().expand(stream, content);

    assertThat(stream.hasRemaining()).isFalse();
    assertThat(content.flip()).isEqualTo(ByteBuffer.wrap(CONTENT));
  }

  @Test
  void aTruncatedStreamIsAnError() throws IOException {
    byte[] stream = stream(direct(CONTENT));
    byte[] part = Arrays.copyOf(stream, stream.length / 2);

    assertThatIOException()
        .isThrownBy(
            () -> deflate().expand(direct(part), ByteBuffer.allocateDirect(CONTENT.length)));
  }

  @Test
  void noMoreIsWrittenThanThereIsRoom() throws IOException {
    byte[] stream = stream(direct(CONTENT));
    ByteBuffer small = ByteBuffer.allocateDirect(stream.length - 1);

    assertThatIOException().isThrownBy(() -> deflate().compress(direct(CONTENT), small));
    assertThatIOException()
        .isThrownBy(
            () -> deflate().expand(direct(stream), ByteBuffer.allocateDirect(CONTENT.length - 1)));
  }

  @Test
  void whatFollowsTheStreamIsAnError() throws IOException {
    byte[] stream = stream(direct(CONTENT));
    byte[] longer = Arrays.copyOf(stream, stream.length + 1);

    assertThatIOException()
        .isThrownBy(
            () -> deflate().expand(direct(longer), ByteBuffer.allocateDirect(CONTENT.length)));
  }

  private Deflate deflate() {
    return deflate.orElseThrow();
  }

  private byte[] stream(ByteBuffer content) throws IOException {
    ByteBuffer stream = ByteBuffer.allocateDirect(CONTENT.length);
    deflate().compress(content, stream);
    byte[] bytes = new byte[stream.flip().remaining()];
    stream.get(bytes);
    return bytes;
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }
}
