package filereeve.telemetry;

import static filereeve.telemetry.Field.field;

import filereeve.posix.Posix;
import filereeve.telemetry.Event.Level;
import filereeve.telemetry.LogSettings.Format;
import filereeve.telemetry.LogSettings.LogFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where lines go: standard error, or the journal if standard error leads there, and the log files.
///
/// Invariant: a line is written wholly under the settings before a change or wholly under those
/// after it, and never to none.
///
/// Thread: safe for use by many threads.
final class Outputs implements AutoCloseable {
  /// Bytes of one write to standard error.
  private static final int BATCH = 1 << 13;

  private final Posix posix;
  private final StandardError kind;
  private final InstantSource clock;
  private final LineWriter stderr;
  private final Optional<LineWriter> journal;

  private volatile LineFormat format;
  private boolean isForJournal = true;
  private volatile Level lowest = Level.INFO;
  private Levels levels = Levels.of(Level.INFO);
  private List<RollingFile> files = List.of();
  private Redaction redaction = Redaction.NONE;

  Outputs(Posix posix, StandardError kind, OutputStream stream, InstantSource clock) {
    this.posix = posix;
    this.kind = kind;
    this.clock = clock;
    this.format = kind.format(Format.AUTO);
    this.stderr =
        new LineWriter(
            "filereeve-log",
            BATCH,
            batch -> {
              stream.write(batch);
              stream.flush();
            },
            count -> text(lost(count)));
    this.journal =
        kind.auto() == Format.JOURNAL
            ? Optional.of(
                new LineWriter(
                    "filereeve-journal",
                    1,
                    new JournalSocket(posix, this::toStandardError, this::journalFailed),
                    count -> JournalEntry.of(lost(count))))
            : Optional.empty();
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
      journal
          .filter(_ -> isForJournal)
          .ifPresentOrElse(j -> j.put(JournalEntry.of(line)), () -> stderr.put(text(line)));
    }
    for (RollingFile file : files) {
      if (file.recreateIfRemoved(line.time())) {
        write(
            Line.ofLog(
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
    isForJournal = settings.format() == Format.AUTO || settings.format() == Format.JOURNAL;
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
    journal.ifPresent(LineWriter::close);
    stderr.close(); // it may have the journal's last lines
  }

  /// `auto` is logfmt, and nothing is coloured: neither a terminal nor the journal reads a file.
  private static LineFormat fileFormat(Format wanted) {
    return new StandardError(Format.LOGFMT, false).format(wanted);
  }

  private void toStandardError(String line) {
    stderr.put((line + '\n').getBytes(StandardCharsets.UTF_8));
  }

  private byte[] text(Line line) {
    return (format.text(line) + '\n').getBytes(StandardCharsets.UTF_8);
  }

  /// On standard error only.
  private void logFileFailed(String why) {
    stderr.put(text(Line.ofLog(clock.instant(), Event.LOG_FILE_FAILED, field("why", why))));
  }

  /// On standard error only.
  private void journalFailed(IOException e) {
    String why =
        "cannot send log lines to the journal: %s. They go to standard error, without fields for journalctl."
            .formatted(e.getMessage());
    stderr.put(text(Line.ofLog(clock.instant(), Event.DEGRADED, field("why", why))));
  }

  private Line lost(long count) {
    return Line.ofLog(clock.instant(), Event.LOG_LINES_DROPPED, field("lines", count));
  }
}
