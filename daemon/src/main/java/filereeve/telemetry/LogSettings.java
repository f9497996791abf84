package filereeve.telemetry;

import filereeve.units.Size;
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

  /// A log file besides standard error, rotated by the daemon itself.
  ///
  /// @param size at most of one file, unless a single line is longer
  /// @param keep this many files that were put aside
  public record LogFile(String name, Path path, Levels levels, Format format, Size size, int keep) {
    public LogFile {
      if (path.getFileName() == null) {
        throw new IllegalArgumentException(path + " is a directory");
      }
    }
  }
}
