package filereeve.telemetry;

import ch.qos.logback.core.ContextBase;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.TimeBasedRollingPolicy;
import ch.qos.logback.core.status.Status;
import filereeve.telemetry.LogSettings.LogFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// One log file: `filereeve.log`, and `filereeve.log.2026-11-20` for each day (UTC, as the lines
/// are) that is kept. A failure is reported once, and never thrown.
///
/// Thread: used under the lock of [Outputs].
final class DailyFile implements AutoCloseable {
  private static final byte[] NOTHING = {};

  /// What would mean something in the pattern of the file's name.
  private static final String NOT_IN_NAMES = "%()\\";

  /// logback's warning of a file that is newer than the clock; it continues with the later of the
  /// two.
  private static final String CLOCK_WAS_SET_BACK = "Current time is earlier than last modified";

  /// How often it is checked whether the file still has its name.
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final LogFile settings;
  private final Consumer<String> complaint;
  private final AtomicBoolean complained = new AtomicBoolean();
  private final ContextBase context = new ContextBase();
  private final RollingFileAppender<Line> appender = new RollingFileAppender<>();
  private Instant nextLook = Instant.MIN;

  /// Opens it; a directory that is missing is made.
  ///
  /// @param complaint takes the sentence that says what is wrong, from any thread
  DailyFile(LogFile settings, LineFormat format, Consumer<String> complaint) {
    this.settings = settings;
    this.complaint = complaint;
    context.getStatusManager().add(this::heard);
    context.start();
    String path = settings.path().toString();
    if (path.chars().anyMatch(c -> NOT_IN_NAMES.indexOf(c) >= 0)) {
      complain("its name contains one of " + NOT_IN_NAMES);
    } else if (Files.exists(settings.path()) && !Files.isRegularFile(settings.path())) {
      // The first line of a new day renames the file, which must not happen to a device or a pipe.
      complain("it is not a regular file");
    } else {
      open(path, format);
    }
  }

  private void open(String path, LineFormat format) {
    appender.setContext(context);
    appender.setName(settings.name());
    appender.setFile(path);
    // The policy reads the file's age when it starts: it must know the file by then.
    var days = new TimeBasedRollingPolicy<Line>();
    days.setContext(context);
    days.setParent(appender);
    days.setFileNamePattern(path + ".%d{yyyy-MM-dd, UTC}");
    days.setMaxHistory(settings.keep());
    days.setCleanHistoryOnStart(true);
    days.start();
    var encoder = new LineEncoder(format);
    encoder.setContext(context);
    encoder.start();
    appender.setRollingPolicy(days);
    appender.setEncoder(encoder);
    appender.start();
  }

  LogFile settings() {
    return settings;
  }

  /// Whether it was made from exactly these settings and works.
  boolean serves(LogFile wanted) {
    return settings.equals(wanted) && appender.isStarted() && !complained.get();
  }

  /// Whether somebody removed or renamed it: what is written to it would be seen by nobody.
  boolean isGone(Instant now) {
    if (now.isBefore(nextLook) || !appender.isStarted()) {
      return false;
    }
    nextLook = now.plus(LOOK);
    return Files.notExists(settings.path());
  }

  void write(Line line) {
    if (appender.isStarted()) {
      appender.doAppend(line);
    }
  }

  @Override
  public void close() {
    appender.stop();
    context.stop();
  }

  private void heard(Status status) {
    boolean clockWasSetBack = status.getMessage().startsWith(CLOCK_WAS_SET_BACK);
    if (status.getLevel() >= Status.WARN && !clockWasSetBack) {
      Throwable cause = status.getThrowable();
      complain(String.valueOf(cause == null ? status.getMessage() : cause.getMessage()));
    }
  }

  private void complain(String cause) {
    if (complained.compareAndSet(false, true)) {
      complaint.accept(
          "cannot write the log file %s: %s. Correct that, or change daemon.log_files.%s."
              .formatted(PathText.of(settings.path()), cause, settings.name()));
    }
  }

  private static final class LineEncoder extends EncoderBase<Line> {
    private final LineFormat format;

    LineEncoder(LineFormat format) {
      this.format = format;
    }

    @Override
    public byte[] headerBytes() {
      return NOTHING;
    }

    @Override
    public byte[] encode(Line line) {
      return (format.text(line) + '\n').getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
      return NOTHING;
    }
  }
}
