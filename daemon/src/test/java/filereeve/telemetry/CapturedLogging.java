package filereeve.telemetry;

import ch.qos.logback.classic.LoggerContext;
import filereeve.posix.LinuxPosix;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Map;

/// A daemon's log in the place of this process' own, whose standard error is a test's.
public final class CapturedLogging {
  private CapturedLogging() {}

  public static Logging to(OutputStream out, LogSettings settings, InstantSource clock) {
    return new Logging(
        new LinuxPosix(), settings, StandardError.of(Map.of()), out, new LoggerContext(), clock);
  }
}
