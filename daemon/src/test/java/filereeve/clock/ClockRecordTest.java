package filereeve.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClockRecordTest {
  private static final ClockReading FIRST =
      new ClockReading(Instant.parse("2026-11-20T02:30:00.5Z"), Duration.ofMillis(93_784_005), "a");
  private static final ClockReading SECOND =
      new ClockReading(Instant.parse("2026-11-21T02:30:00Z"), Duration.ZERO, "b");

  @TempDir(factory = MemoryTempDir.class)
  Path directory;

  private final Posix real = Durability.of(new LinuxPosix());

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    var record = new ClockRecord(real, directory);
    assertThat(record.read()).isEmpty();
    record.write(FIRST);
    assertThat(record.read()).contains(FIRST);
    record.write(SECOND);
    assertThat(record.read()).contains(SECOND);
    assertThat(Files.getPosixFilePermissions(directory.resolve("clock")))
        .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
  }

  @Test
  void whateverByteIsDamagedNoOtherReadingIsBelieved() throws IOException {
    var record = new ClockRecord(real, directory);
    for (ClockReading written : new ClockReading[] {FIRST, SECOND}) {
      record.write(written);
      DamagedFile.inEveryWay(
          directory.resolve("clock"),
          () -> assertThat(record.read()).contains(written),
          "clock is damaged");
    }
  }

  @Test
  void aRecordOfAFormerVersionIsRead() throws IOException {
    Files.writeString(directory.resolve("clock"), "2026-11-20T02:30:00.500Z PT26H3M4.005S a\n");
    assertThat(new ClockRecord(real, directory).read()).contains(FIRST);
  }

  @Test
  void aCrashAtAnyCallLeavesTheOldOneOrTheNew() throws IOException {
    boolean finished = false;
    for (int call = 1; !finished; call++) {
      new ClockRecord(real, directory).write(FIRST);
      try {
        new ClockRecord(FaultyPosix.stoppingAfter(real, call), directory).write(SECOND);
        finished = true;
      } catch (FaultyPosix.Stopped e) {
        assertThat(call).isLessThan(50);
      }
      assertThat(new ClockRecord(real, directory).read())
          .isIn(Optional.of(FIRST), Optional.of(SECOND));
    }
  }

  @Test
  void aFullDiskLeavesTheOldOneAndIsAnError() throws IOException {
    var record = new ClockRecord(real, directory);
    record.write(FIRST);
    var counting = FaultyPosix.counting(real);
    new ClockRecord(counting, directory).write(FIRST);
    for (int call = 1; call <= counting.calls().size(); call++) {
      var full = new ClockRecord(FaultyPosix.failing(real, call, Errno.ENOSPC), directory);
      assertThatThrownBy(() -> full.write(SECOND)).isInstanceOf(IOException.class);
      assertThat(record.read()).isPresent();
      record.write(FIRST);
    }
  }
}
