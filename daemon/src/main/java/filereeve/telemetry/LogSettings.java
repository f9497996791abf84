package filereeve.telemetry;

import java.nio.file.Path;
import java.util.List;

/// What the daemon writes about its work, and where.
public record LogSettings(Format format, Levels levels, List<LogFile> files) {
  public enum Format {
    /// `JOURNAL` under systemd, `CONSOLE` on a terminal, else `LOGFMT`.
    AUTO,
    JOURNAL,
    CONSOLE,
    LOGFMT,
    JSON
  }

  /// A log file besides standard error, rotated by the daemon itself each day.
  ///
  /// @param keep this many days of it
  public record LogFile(String name, Path path, Levels levels, Format format, int keep) {}
}
