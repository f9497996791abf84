package filereeve.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.files.TempNames.Purpose;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.testing.BetweenCalls;
import filereeve.testing.FaultyPosix;
import filereeve.testing.FaultyPosix.Fault;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.NothingLeftOpen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NothingLeftOpen.class)
class ShredderTest {
  private static final Path NAME = Path.of("app.log.1");
  private static final Path TEMP = TempNames.of(NAME, Purpose.SHRED);

  @TempDir(factory = MemoryTempDir.class)
  private Path tempDir;

  private final Posix posix = new LinuxPosix();
  private final AtomicInteger progress = new AtomicInteger();

  @Test
  void eachBlockThatIsOverwrittenIsProgress() throws Exception {
    Files.write(tempDir.resolve(TEMP), new byte[2 * 128 * 1024 + 1]);

    assertThat(finish(posix)).isTrue();

    assertThat(progress).hasValue(3);
    assertThat(tempDir).isEmptyDirectory();
    assertThat(finish(posix)).as("once more").isFalse();
  }

  @Test
  void itIsOverwrittenWithRandomBytes() throws Exception {
    Files.write(tempDir.resolve(TEMP), new byte[1000]);
    var written = new AtomicReference<>(new byte[0]);
    Posix recording =
        BetweenCalls.of(
            posix,
            (name, arguments, call) -> {
              if (name.equals("write")) {
                written.set(((byte[]) arguments[1]).clone());
              }
              return call.make();
            });

    finish(recording);

    assertThat(written.get()).hasSize(1000);
    assertThat(new String(written.get(), ISO_8859_1).chars().distinct().count())
        .as("different bytes")
        .isGreaterThan(100);
  }

  @Test
  void aFileThatSomebodyRemovesMeanwhileIsRemoved() throws Exception {
    Path file = Files.write(tempDir.resolve(TEMP), new byte[10]);

    assertThat(finish(BetweenCalls.afterFirst(posix, "sync", () -> Files.delete(file)))).isTrue();
  }

  @Test
  void oneThatCannotBeRemovedIsAnError() throws Exception {
    Files.write(tempDir.resolve(TEMP), new byte[10]);

    assertThatThrownBy(() -> finish(FaultyPosix.of(posix, new Fault.Refuse("unlink", Errno.EPERM))))
        .isInstanceOf(PosixException.class);
  }

  private boolean finish(Posix with) throws Exception {
    try (Directory directory = Directory.open(with, tempDir)) {
      return new Shredder(with).finish(directory, TEMP, progress::incrementAndGet);
    }
  }
}
