package filereeve.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.event.RuleName;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.testing.DamagedFile;
import filereeve.testing.Durability;
import filereeve.testing.FaultyPosix;
import filereeve.testing.MemoryTempDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StampsTest {
  private static final RuleName RULE = new RuleName("rotate", "app");
  private static final Instant FIRST = Instant.parse("2026-11-20T02:30:00Z");
  private static final Instant SECOND = Instant.parse("2026-11-21T02:30:00Z");

  @TempDir(factory = MemoryTempDir.class)
  Path directory;

  private final Posix real = Durability.of(new LinuxPosix());

  @Test
  void aWrittenStampIsReadBack() throws IOException {
    var stamps = new Stamps(real, directory);
    assertThat(stamps.read(RULE)).isEmpty();
    stamps.write(RULE, FIRST);
    assertThat(stamps.read(RULE)).contains(FIRST);
    Path stamp = directory.resolve("stamps/rotate.app");
    assertThat(Files.readString(stamp)).matches("2026-11-20T02:30:00Z crc32=[0-9a-f]{8}\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(stamp)))
        .isEqualTo("rw-r--r--");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2026-11", "2026-11-21T02:30:00Z and more", "\0\0\0\0"})
  void aDamagedStampIsAnError(String content) throws IOException {
    Files.createDirectory(directory.resolve("stamps"));
    Files.writeString(directory.resolve("stamps/rotate.app"), content);
    assertThatThrownBy(() -> new Stamps(real, directory).read(RULE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("stamps/rotate.app is damaged");
  }

  @Test
  void whateverByteIsDamagedNoOtherTimeIsRead() throws IOException {
    var stamps = new Stamps(real, directory);
    stamps.write(RULE, FIRST);
    DamagedFile.inEveryWay(
        directory.resolve("stamps/rotate.app"),
        () -> assertThat(stamps.read(RULE)).contains(FIRST),
        "stamps/rotate.app is damaged");
  }

  @Test
  void aStampOfAFormerVersionIsRead() throws IOException {
    Files.createDirectory(directory.resolve("stamps"));
    Files.writeString(directory.resolve("stamps/rotate.app"), FIRST + "\n");
    assertThat(new Stamps(real, directory).read(RULE)).contains(FIRST);
  }

  @Test
  void aCrashAtAnyCallLeavesTheOldStampOrTheNew() throws IOException {
    boolean finished = false;
    for (int call = 1; !finished; call++) {
      new Stamps(real, directory).write(RULE, FIRST);
      try {
        new Stamps(FaultyPosix.stoppingAfter(real, call), directory).write(RULE, SECOND);
        finished = true;
      } catch (FaultyPosix.Stopped e) {
        assertThat(call).isLessThan(50);
      }
      assertThat(new Stamps(real, directory).read(RULE))
          .isIn(Optional.of(FIRST), Optional.of(SECOND));
    }
    assertThat(new Stamps(real, directory).read(RULE)).contains(SECOND);
  }

  @Test
  void aFullDiskLeavesTheOldStampAndIsAnError() throws IOException {
    var stamps = new Stamps(real, directory);
    stamps.write(RULE, FIRST);
    var counting = FaultyPosix.counting(real);
    new Stamps(counting, directory).write(RULE, FIRST);
    for (int call = 1; call <= counting.calls().size(); call++) {
      var full = new Stamps(FaultyPosix.failing(real, call, Errno.ENOSPC), directory);
      assertThatThrownBy(() -> full.write(RULE, SECOND)).isInstanceOf(IOException.class);
      assertThat(stamps.read(RULE)).isPresent();
      stamps.write(RULE, FIRST);
    }
  }
}
