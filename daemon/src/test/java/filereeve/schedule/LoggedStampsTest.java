package filereeve.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.RuleName;
import filereeve.posix.LinuxPosix;
import filereeve.telemetry.Event;
import filereeve.testing.Durability;
import filereeve.testing.RecordingLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class LoggedStampsTest {
  private static final RuleName RULE = new RuleName("rotate", "app");
  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

  @RegisterExtension private final RecordingLog log = new RecordingLog();
  @TempDir private Path directory;

  @Test
  void aStampThatCannotBeWrittenIsReportedOnceAndAgainAfterItCould() throws IOException {
    log.expect(Event.STATE_ERROR);
    var stamps = stamps();
    Path file = Files.createFile(directory.resolve("stamps"));
    stamps.write(RULE, NOW);
    stamps.write(RULE, NOW);

    assertThat(log.lines(Event.STATE_ERROR)).hasSize(1);
    assertThat(log.lines(Event.STATE_ERROR).getFirst().value("why").orElse(""))
        .startsWith("cannot write its stamp: ")
        .endsWith("A restart may repeat its last run");

    Files.delete(file);
    stamps.write(RULE, NOW);
    assertThat(stamps.read(RULE, NOW)).contains(NOW);

    Files.delete(directory.resolve("stamps/rotate.app"));
    Files.delete(file);
    Files.createFile(file);
    stamps.write(RULE, NOW);
    assertThat(log.lines(Event.STATE_ERROR)).hasSize(2);
  }

  @Test
  void aStampFromAWrongClockIsReportedAndUnknown() throws IOException {
    log.expect(Event.STATE_ERROR);
    new Stamps(Durability.of(new LinuxPosix()), directory).write(RULE, NOW);
    var stamps = stamps();

    assertThat(stamps.read(RULE, NOW)).contains(NOW);
    assertThat(log.lines()).isEmpty();
    assertThat(stamps.read(RULE, NOW.minusNanos(1))).isEmpty();
    assertThat(log.lines(Event.STATE_ERROR).getFirst().value("why").orElse(""))
        .contains("2026-11-21T00:00:00Z is of a time when the clock was wrong");
  }

  private LoggedStamps stamps() {
    return new LoggedStamps(new Stamps(Durability.of(new LinuxPosix()), directory), log);
  }
}
