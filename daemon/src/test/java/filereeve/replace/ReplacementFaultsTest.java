package filereeve.replace;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.codec.Codec;
import filereeve.files.Directory;
import filereeve.posix.Errno;
import filereeve.posix.PosixException;
import filereeve.testing.FaultyPosix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/// After a failed call the next run finishes, and nothing is left open.
class ReplacementFaultsTest extends OneReplacement {
  @Test
  void whateverCallFailsTheNextRunFinishes() throws Exception {
    var counting = FaultyPosix.counting(posix);
    replace(counting, Codec.ZSTD, false);
    assertThat(counting.calls()).hasSizeGreaterThan(20);
    for (int call = 1; call <= counting.calls().size(); call++) {
      Files.deleteIfExists(dir.resolve("app.log.1.zst"));
      Files.write(dir.resolve(LOG), CONTENT);
      var failing = FaultyPosix.failing(posix, call, Errno.EIO);

      assertThatThrownBy(() -> replace(failing, Codec.ZSTD, false))
          .as(counting.calls().get(call - 1))
          .isInstanceOf(PosixException.class);

      if (names().contains("app.log.1")) {
        replace(posix, Codec.ZSTD, false);
      }
      assertThat(names()).as(counting.calls().get(call - 1)).containsExactly("app.log.1.zst");
      assertThat(content("app.log.1.zst", Codec.ZSTD)).isEqualTo(CONTENT);
    }
  }

  @Test
  void aTemporaryFileThatCannotBeRemovedIsLeftToTheNextRun() throws Exception {
    var failing = FaultyPosix.of(posix, new FaultyPosix.Fault.Refuse("unlink", Errno.EIO));
    try (Directory directory = Directory.open(failing, dir)) {
      FileReplacement changed = prepare(directory, _ -> append());
      assertThatThrownBy(changed::result).isInstanceOf(PosixException.class);
    }
    assertThat(names()).containsExactlyInAnyOrder("app.log.1", ".app.log.1.zst.filereeve-compress");

    try (Directory directory = Directory.open(posix, dir);
        FileReplacement next = prepare(directory)) {
      assertThat(publish(next)).isInstanceOf(ReplacementResult.Compressed.class);
    }
    assertThat(names()).containsExactly("app.log.1.zst");
  }

  private void append() {
    try {
      Files.write(dir.resolve(LOG), new byte[] {'x'}, APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
