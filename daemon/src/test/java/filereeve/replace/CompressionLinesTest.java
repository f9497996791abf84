package filereeve.replace;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.RuleName;
import filereeve.telemetry.Event;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CompressionLinesTest {
  private static final Path FILE = Path.of("/var/log/app.log.1");
  private static final Path ARCHIVE = Path.of("/var/log/app.log.1.zst");

  private final RecordingLog log = new RecordingLog();
  private final TestClock clock = new TestClock("2026-12-01T00:00:00Z");
  private final AtomicInteger heartbeats = new AtomicInteger();

  private CompressionLines lines(long total) {
    var rule = new RuleName("compress", "exports");
    return new CompressionLines(rule, FILE, total, clock, log, heartbeats::incrementAndGet);
  }

  @Test
  void aCompressionIsInTheLogEveryTenSecondsUntilItsEnd() {
    CompressionLines lines = lines(200);
    after(lines, Duration.ofMillis(9_999), 50);
    assertThat(log.lines()).isEmpty();
    after(lines, Duration.ofMillis(1), 50);
    after(lines, Duration.ofMillis(9_999), 50);
    after(lines, Duration.ofMillis(1), 50);
    after(lines, Duration.ofMinutes(1), 50);

    assertThat(log.lines(Event.PROGRESS))
        .extracting(line -> line.value("percent").orElseThrow())
        .containsExactly("50", "100");
    assertThat(log.lines().getLast().value("took")).hasValue("PT20S");
    assertThat(heartbeats).as("each block").hasValue(5);
  }

  @Test
  void anEmptyFileIsDoneAtOnce() {
    after(lines(0), Duration.ofSeconds(10), 0);
    assertThat(log.lines().getLast().value("percent")).hasValue("0");
  }

  @Test
  void anArchiveIsInTheLogWithItsSizeAndACopyWithItsLength() {
    CompressionLines lines = lines(200);
    clock.advance(Duration.ofSeconds(3));
    var done = new ReplacementResult.Compressed(ARCHIVE.getFileName(), 200, 80);

    lines.compressed(FILE, ARCHIVE, done);
    lines.moved(FILE, ARCHIVE, done);

    RecordingLog.Line compressed = log.lines(Event.COMPRESSED).getFirst();
    assertThat(compressed.value("ratio")).hasValue("2.5");
    assertThat(compressed.value("took")).hasValue("PT3S");
    assertThat(log.lines(Event.MOVED).getFirst().value("archive")).hasValue(ARCHIVE.toString());
  }

  private void after(CompressionLines lines, Duration time, long bytes) {
    clock.advance(time);
    lines.accept(bytes);
  }
}
