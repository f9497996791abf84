package filereeve.telemetry;

import ch.qos.logback.classic.LoggerContext;
import filereeve.posix.LinuxPosix;
import filereeve.telemetry.Event.Level;
import filereeve.telemetry.LogSettings.Format;
import filereeve.telemetry.LogSettings.LogFile;
import filereeve.testing.TestClock;
import filereeve.units.Size;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// Logging with a standard error that the test reads.
abstract class OneLogging {
  static final Size BIG = new Size(100_000_000);
  static final StandardError PIPE = new StandardError(Format.LOGFMT, false);

  @TempDir Path temp;
  final TestClock clock = new TestClock("2026-11-21T08:53:16Z");
  final LoggerContext libraries = new LoggerContext();
  final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

  @AfterEach
  void stop() {
    libraries.stop();
  }

  Logging logging(OutputStream out, LogSettings settings) {
    return new Logging(new LinuxPosix(), settings, PIPE, out, libraries, clock);
  }

  static LogSettings settings(Level level, LogFile... files) {
    return new LogSettings(Format.AUTO, Levels.of(level), List.of(files));
  }

  static List<String> lines(ByteArrayOutputStream out) {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
