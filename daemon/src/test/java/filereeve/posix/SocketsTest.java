package filereeve.posix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// Connections of processes of one host.
class SocketsTest extends OneDirectory {
  private static final Path NAME = Path.of("s");
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration NOW = Duration.ZERO;

  @Test
  void whatOneWritesTheOtherReads() throws IOException {
    byte[] content = "x".repeat(300_000).getBytes(UTF_8);
    try (Listener listener = listen(0600);
        Connection client = posix.connect(dir.resolve(NAME));
        Connection server = listener.accept().orElseThrow()) {
      Thread writer = Thread.startVirtualThread(() -> write(client, content));
      byte[] block = new byte[1000];
      int got = 0;
      while (got < content.length) {
        got += server.read(block, SOON);
      }

      assertThat(got).isEqualTo(content.length);
      assertThat(writer.getState()).isIn(Thread.State.TERMINATED, Thread.State.RUNNABLE);
    }
  }

  private static void write(Connection to, byte[] content) {
    try {
      to.write(content, SOON);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theOtherSideHasAUser() throws IOException {
    try (Listener listener = listen(0600);
        Connection _ = posix.connect(dir.resolve(NAME));
        Connection server = listener.accept().orElseThrow()) {
      assertThat(server.user()).isEqualTo(posix.effectiveUser());
    }
  }

  @Test
  void theNameHasItsModeWhateverTheUmask() throws IOException {
    try (Listener _ = listen(0666)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve(NAME))))
          .isEqualTo("rw-rw-rw-");
    }
  }

  @Test
  void nobodyIsWaitedForLongerThanIsSaid() throws IOException {
    try (Listener listener = listen(0600);
        Connection client = posix.connect(dir.resolve(NAME));
        Connection server = listener.accept().orElseThrow()) {
      assertThat(fails(() -> server.read(new byte[1], NOW))).isEqualTo(Errno.ETIMEDOUT);
      assertThat(fails(() -> client.write(new byte[4 << 20], NOW))).isEqualTo(Errno.ETIMEDOUT);
    }
  }

  @Test
  void aConnectionCanBeEndedFromOutside() throws IOException {
    try (Listener listener = listen(0600);
        Connection client = posix.connect(dir.resolve(NAME));
        Connection server = listener.accept().orElseThrow()) {
      assertThat(server.isEnded()).isFalse();
      server.end();

      assertThat(server.read(new byte[1], SOON)).isZero();
      assertThat(client.isEnded()).isTrue();
      client.end();
    }
  }

  @Test
  void anEndedConnectionEndsTheOtherSide() throws IOException {
    try (Listener listener = listen(0600);
        Connection client = posix.connect(dir.resolve(NAME))) {
      listener.accept().orElseThrow().close();

      assertThat(client.read(new byte[1], SOON)).isZero();
      assertThat(fails(() -> client.write(new byte[1], SOON))).isEqualTo(Errno.EPIPE);
    }
  }

  @Test
  void whereNobodyListensNobodyConnects() throws IOException {
    assertThat(fails(() -> posix.connect(dir.resolve(NAME)))).isEqualTo(Errno.ENOENT);
    listen(0600).close();
    assertThat(fails(() -> posix.connect(dir.resolve(NAME)))).isEqualTo(Errno.ECONNREFUSED);
    assertThat(fails(() -> listen(0600))).isEqualTo(Errno.EADDRINUSE);
    assertThat(fails(() -> posix.connect(dir.resolve("x".repeat(200)))))
        .isEqualTo(Errno.ENAMETOOLONG);
  }

  @Test
  void whoWaitsForAConnectionCanBeWoken() throws IOException {
    try (Listener listener = listen(0600)) {
      listener.wake();

      assertThat(listener.accept()).isEqualTo(Optional.empty());
      assertThat(listener.accept()).isEqualTo(Optional.empty());
    }
  }

  private Listener listen(int mode) throws IOException {
    return posix.listen(directory, NAME, mode, OptionalInt.empty());
  }

  private interface Call {
    void make() throws IOException;
  }

  private static Errno fails(Call call) {
    try {
      call.make();
    } catch (PosixException e) {
      return e.errno();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("it did not fail");
  }
}
