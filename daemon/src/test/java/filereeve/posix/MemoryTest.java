package filereeve.posix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {
  private final Posix posix = new LinuxPosix();
  @TempDir private Path dir;

  @Test
  void itIsGoneWhenItIsClosed() throws IOException {
    NativeMemory memory = posix.memory(1 << 20);
    ByteBuffer buffer = memory.buffer();
    assertThat(buffer.capacity()).isEqualTo(1 << 20);
    buffer.put(12_345, (byte) 7);

    memory.close();

    assertThatIllegalStateException().isThrownBy(() -> buffer.get(12_345));
    assertThatIllegalStateException().isThrownBy(memory::close);
  }

  @Test
  void aHostThatHasNoMoreSaysSo() {
    assertThatExceptionOfType(PosixException.class)
        .isThrownBy(() -> posix.memory(-1)); // more than any address space holds
  }

  @Test
  void contentGoesThroughItToAFileAndBack() throws IOException {
    try (NativeMemory memory = posix.memory(100)) {
      ByteBuffer buffer = memory.buffer();
      Fd directory = posix.openDirectory(dir);
      Fd file = posix.open(directory, Path.of("file"), Open.CREATE_NEW, 0600);
      posix.write(file, buffer.put("0123456789".getBytes(UTF_8)).flip());
      assertThat(buffer.hasRemaining()).isFalse();

      int got = posix.readAt(file, buffer.clear().limit(4), 3);

      assertThat(got).isEqualTo(4);
      assertThat((char) buffer.get(0)).isEqualTo('3');
      assertThat(posix.readAt(file, buffer.clear(), 10)).isZero();
      posix.close(file);
      posix.close(directory);
    }
    assertThat(Files.readString(dir.resolve("file"))).isEqualTo("0123456789");
  }
}
