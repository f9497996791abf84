package filereeve.app;

import static filereeve.telemetry.Field.field;

import filereeve.config.Loaded;
import filereeve.config.PatientLoader;
import filereeve.files.Directory;
import filereeve.files.StateLock;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.process.SignalName;
import filereeve.process.Signals;
import filereeve.systemd.ServiceUnit;
import filereeve.telemetry.Event;
import filereeve.telemetry.Levels;
import filereeve.telemetry.LogSettings;
import filereeve.telemetry.Logging;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/// `filereeve run`. Why the daemon cannot start is logged like everything else, so that the journal
/// keeps it as an error.
final class RunCommand {
  /// Of the state directory: who reads it learns what is watched.
  private static final int PRIVATE = 0750;

  private static final LogSettings UNTIL_READ =
      new LogSettings(LogSettings.Format.AUTO, Levels.of(Event.Level.INFO), List.of());

  private final ConfigOption config = new ConfigOption();

  CommandSpec spec() {
    return Cli.command(
        "run", "Runs the daemon in the foreground, until SIGTERM.", this::run, config.option());
  }

  private ExitCode run() throws IOException, InterruptedException {
    signalsUntilStarted();
    Map<String, String> environment = System.getenv();
    Time time = Time.ofThisHost();
    var posix = new LinuxPosix();
    try (var log = Logging.start(posix, UNTIL_READ, environment, time.clock())) {
      Thread.setDefaultUncaughtExceptionHandler((thread, e) -> threadEnded(log, thread, e));
      PatientLoader loader = ConfigOption.loader(posix, environment);
      return switch (new StartConfiguration(config.file(), !config.isNamed(), loader, posix, log)
          .find()) {
        case StartConfiguration.Found.Refused(ExitCode code) -> code;
        case StartConfiguration.Found.Start(Loaded.Good good) ->
            run(good, posix, time, log, environment);
      };
    }
  }

  /// A thread ended by what it did not expect. With a class that cannot be loaded no other thread
  /// can continue for long: the process ends, and is started again.
  private static void threadEnded(Logging log, Thread thread, Throwable e) {
    boolean isLast = e instanceof LinkageError;
    try {
      log.log(Event.FAILED, field("thread", thread.getName()), field("why", FatalError.message(e)));
      if (isLast) {
        log.close();
      }
    } finally {
      if (isLast) {
        Runtime.getRuntime().halt(ExitCode.SOFTWARE.number());
      }
    }
  }

  /// Nothing is at work yet: whoever ends the program ends it at once. A reload is not needed: the
  /// configuration is read anyway, and again when the daemon is ready.
  private static void signalsUntilStarted() throws IOException {
    Runnable end = () -> Runtime.getRuntime().halt(ExitCode.FINE.number());
    Signals.on(SignalName.TERM, end);
    Signals.on(SignalName.INT, end);
    Signals.always(SignalName.HUP, () -> {});
    Signals.survive();
  }

  private ExitCode run(
      Loaded.Good good, Posix posix, Time time, Logging log, Map<String, String> environment)
      throws IOException, InterruptedException {
    log.hide(good.settings().secrets());
    log.apply(good.settings().daemon().log());
    Path stateDir = good.settings().daemon().stateDir();
    try (Directory state = Directory.openOrCreate(posix, stateDir, PRIVATE)) {
      Optional<StateLock> lock = StateLock.take(posix, state);
      if (lock.isEmpty()) {
        log.log(Event.START_REFUSED, field("why", alreadyRunning(stateDir)));
        return ExitCode.TRY_AGAIN;
      }
      return runLocked(lock.get(), good, posix, time, log, environment);
    } catch (PosixException e) {
      log.log(Event.START_REFUSED, field("why", unusable(stateDir, e)));
      return ExitCode.of(e);
    }
  }

  private ExitCode runLocked(
      StateLock lock,
      Loaded.Good good,
      Posix posix,
      Time time,
      Logging log,
      Map<String, String> environment)
      throws IOException, InterruptedException {
    try {
      new Daemon(config.file(), good, posix, time, log, environment).run();
      return ExitCode.FINE;
    } finally {
      lock.close();
    }
  }

  private static String unusable(Path stateDir, PosixException e) {
    return "cannot use the state directory %s: %s. Make it writable for this user, or name another in daemon.state_dir.%s"
        .formatted(
            stateDir,
            e.getMessage(),
            e.errno() == Errno.EROFS ? " Under systemd, run: " + ServiceUnit.OPEN + "." : "");
  }

  private static String alreadyRunning(Path stateDir) {
    return "cannot start: another filereeve is at work on the state directory %s. Stop that one, or give this one its own daemon.state_dir."
        .formatted(stateDir);
  }
}
