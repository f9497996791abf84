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
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibdeflateTest {
  private static final byte[] CONTENT = LogLines.bytes(100_000);

  private Optional<Gzip> gzip = Optional.empty();

  @BeforeEach
  void open() {
    gzip = Libdeflate.find().map(library -> library.gzip(6));
    assumeTrue(gzip.isPresent(), "libdeflate.so.0 is not installed here");
  }

  @AfterEach
  void close() {
    gzip.ifPresent(Gzip::close);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100_000})
  void anyGzipReaderReadsTheMember(int length) throws IOException {
    ByteBuffer content = direct(CONTENT).limit(length);

    byte[] member = member(content);

    assertThat(content.hasRemaining()).isFalse();
    assertThat(new GZIPInputStream(new ByteArrayInputStream(member)).readAllBytes())
        .isEqualTo(Arrays.copyOf(CONTENT, length));
  }

  @Test
  void theMemberIsReadBack() throws IOException {
    ByteBuffer member = direct(member(direct(CONTENT)));
    ByteBuffer content = ByteBuffer.allocateDirect(CONTENT.length);

    gzip().expand(member, content);

    assertThat(member.hasRemaining()).isFalse();
    assertThat(content.flip()).isEqualTo(ByteBuffer.wrap(CONTENT));
  }

  @Test
  void damageIsFound() throws IOException {
    byte[] member = member(direct(CONTENT));
    member[member.length / 2] ^= 0x10;

    assertThatIOException()
        .isThrownBy(() -> gzip().expand(direct(member), ByteBuffer.allocateDirect(CONTENT.length)));
  }

  @Test
  void noMoreIsWrittenThanThereIsRoom() throws IOException {
    byte[] member = member(direct(CONTENT));
    ByteBuffer small = ByteBuffer.allocateDirect(member.length - 1);

    assertThatIOException().isThrownBy(() -> gzip().compress(direct(CONTENT), small));
    assertThatIOException()
        .isThrownBy(
            () -> gzip().expand(direct(member), ByteBuffer.allocateDirect(CONTENT.length - 1)));
  }

  @Test
  void whatFollowsTheMemberIsAnError() throws IOException {
    byte[] member = member(direct(CONTENT));
    byte[] longer = Arrays.copyOf(member, member.length + 1);

    assertThatIOException()
        .isThrownBy(() -> gzip().expand(direct(longer), ByteBuffer.allocateDirect(CONTENT.length)));
  }

  private Gzip gzip() {
    return gzip.orElseThrow();
  }

  private byte[] member(ByteBuffer content) throws IOException {
    ByteBuffer member = ByteBuffer.allocateDirect(CONTENT.length);
    gzip().compress(content, member);
    byte[] bytes = new byte[member.flip().remaining()];
    member.get(bytes);
    return bytes;
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }
}
