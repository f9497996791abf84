package filereeve.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import filereeve.posix.Posix;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.LoggerFactory;

/// The daemon's log, from its start to its end: on standard error and in the log files, each in its
/// format and from its level on. What libraries have to warn of comes in the same way.
///
/// Whatever happens to a place where lines go (a full disk, a terminal that is gone or stopped)
/// never fails or holds up who logs.
///
/// Thread: safe for use by many threads.
public final class Logging implements Log, AutoCloseable {
  private final Outputs outputs;
  private final InstantSource clock;
  private final Logger libraries;
  private final LibraryAppender bridge;

  Logging(
      Posix posix,
      LogSettings settings,
      StandardError kind,
      OutputStream stderr,
      LoggerContext context,
      InstantSource clock) {
    this.clock = clock;
    this.outputs = new Outputs(posix, kind, stderr, clock);
    this.libraries = context.getLogger(Logger.ROOT_LOGGER_NAME);
    this.bridge = new LibraryAppender(outputs);
    apply(settings);
    bridge.setContext(context);
    bridge.start();
    libraries.addAppender(bridge);
  }

  /// Starts to write to this process' standard error and the log files.
  ///
  /// @param environment of the process: what systemd says about standard error, `NO_COLOR`, `TERM`
  public static Logging start(
      Posix posix, LogSettings settings, Map<String, String> environment, InstantSource clock) {
    JavaLogging.announce();
    return new Logging(
        posix,
        settings,
        StandardError.of(environment),
        new FileOutputStream(FileDescriptor.err),
        (LoggerContext) LoggerFactory.getILoggerFactory(),
        clock);
  }

  @Override
  public void log(Event event, Field... fields) {
    if (isOn(event)) {
      outputs.write(Line.of(clock.instant(), event, fields));
    }
  }

  @Override
  public boolean isOn(Event event) {
    return event.level().compareTo(outputs.lowest()) >= 0;
  }

  /// Puts other settings in force. No line is lost between the old and the new.
  public void apply(LogSettings settings) {
    outputs.apply(settings);
    // Below WARN they speak of themselves, not of the daemon's work.
    libraries.setLevel(outputs.lowest() == Event.Level.ERROR ? Level.ERROR : Level.WARN);
  }

  /// From now on these never appear in a line, besides those before: a run that began with former
  /// settings may still speak of them.
  public void hide(Redaction more) {
    outputs.hide(more);
  }

  /// Writes what still waits, for at most a second if standard error is blocked. What is logged
  /// after that is not written.
  @Override
  public void close() {
    libraries.detachAppender(bridge);
    bridge.stop();
    outputs.close();
  }
}
