package filereeve.telemetry;

import static filereeve.telemetry.Field.field;

import filereeve.posix.Posix;
import filereeve.telemetry.Event.Level;
import filereeve.telemetry.LogSettings.Format;
import filereeve.telemetry.LogSettings.LogFile;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Where lines go: standard error and the log files.
///
/// Invariant: a line is written wholly under the settings before a change or wholly under those
/// after it, and never to none.
///
/// Thread: safe for use by many threads.
final class Outputs implements AutoCloseable {
  private final Posix posix;
  private final StandardError kind;
  private final InstantSource clock;
  private final LineWriter stderr;

  private volatile LineFormat format;
  private volatile Level lowest = Level.INFO;
  private Levels levels = Levels.of(Level.INFO);
  private List<RollingFile> files = List.of();
  private Redaction redaction = Redaction.NONE;

  Outputs(Posix posix, StandardError kind, OutputStream stream, InstantSource clock) {
    this.posix = posix;
    this.kind = kind;
    this.clock = clock;
    this.format = kind.format(Format.AUTO);
    this.stderr = new LineWriter(stream, this::lost);
  }

  /// The lowest level that anything here takes.
  Level lowest() {
    return lowest;
  }

  /// Replaces these, too, in all lines from now on.
  synchronized void hide(Redaction more) {
    redaction = redaction.and(more);
  }

  synchronized void write(Line said) {
    Line line = said.with(redaction);
    if (levels.take(said)) {
      stderr.put(format.text(line));
    }
    for (RollingFile file : files) {
      if (file.wasRemoved(line.time())) {
        write(
            Line.of(
                clock.instant(), Event.LOG_FILE_REMOVED, field("file", file.settings().path())));
      }
    }
    for (RollingFile file : files) {
      if (file.settings().levels().take(said)) {
        file.write(line);
      }
    }
  }

  /// A file that works and whose settings stay is left open; one that failed is retried.
  synchronized void apply(LogSettings settings) {
    levels = settings.levels();
    format = kind.format(settings.format());
    lowest =
        Stream.concat(Stream.of(levels), settings.files().stream().map(LogFile::levels))
            .map(Levels::lowest)
            .min(Level::compareTo)
            .orElse(Level.INFO);
    var serving = new ArrayList<RollingFile>();
    for (RollingFile file : files) {
      if (settings.files().stream().anyMatch(file::serves)) {
        serving.add(file);
      } else {
        file.close();
      }
    }
    for (LogFile wanted : settings.files()) {
      if (serving.stream().noneMatch(f -> f.settings().equals(wanted))) {
        serving.add(open(wanted));
      }
    }
    files = List.copyOf(serving);
  }

  private RollingFile open(LogFile wanted) {
    return new RollingFile(
        wanted, fileFormat(wanted.format()), posix, clock.instant(), this::logFileFailed);
  }

  @Override
  public synchronized void close() {
    files.forEach(RollingFile::close);
    files = List.of();
    stderr.close();
  }

  /// `auto` is logfmt, and nothing is coloured: neither a terminal nor the journal reads a file.
  private static LineFormat fileFormat(Format wanted) {
    return new StandardError(Format.LOGFMT, false).format(wanted);
  }

  /// On standard error only.
  private void logFileFailed(String why) {
    stderr.put(format.text(Line.of(clock.instant(), Event.LOG_FILE_FAILED, field("why", why))));
  }

  private String lost(long count) {
    return format.text(Line.of(clock.instant(), Event.LOG_LINES_DROPPED, field("lines", count)));
  }
}
