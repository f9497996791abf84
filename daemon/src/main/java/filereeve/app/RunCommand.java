package filereeve.app;

import static filereeve.telemetry.Field.field;

import filereeve.config.ConfigLoader;
import filereeve.config.DaemonSettings;
import filereeve.config.Loaded;
import filereeve.config.Settings;
import filereeve.files.Folder;
import filereeve.files.StateLock;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.telemetry.Event;
import filereeve.telemetry.Logging;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `filereeve run`.
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs the daemon in the foreground, until SIGTERM.")
final class RunCommand implements Callable<Integer> {
  private static final int PRIVATE = 0750;

  @Mixin private ConfigOption config = new ConfigOption();

  @Override
  public Integer call() throws Exception {
    Map<String, String> environment = System.getenv();
    return switch (new ConfigLoader(environment).load(config.file())) {
      case Loaded.Bad bad -> {
        Reports.print(bad.problems(), System.err);
        yield ExitCode.of(bad.reason()).number();
      }
      case Loaded.Good good -> run(good.settings(), environment).number();
    };
  }

  private ExitCode run(Settings settings, Map<String, String> environment)
      throws IOException, InterruptedException {
    var posix = new LinuxPosix();
    InstantSource clock = InstantSource.system();
    try (var log = Logging.start(settings.daemon().log(), environment, clock);
        Folder state = openState(posix, settings.daemon())) {
      var lock = StateLock.take(posix, state);
      if (lock.isEmpty()) {
        log.log(Event.REFUSED, field("why", alreadyRunning(state.path())));
        return ExitCode.TRY_AGAIN;
      }
      StateLock held = lock.get();
      try {
        new Daemon(config.file(), settings, posix, clock, log, environment).run();
        return ExitCode.FINE;
      } finally {
        held.close();
      }
    }
  }

  private static Folder openState(Posix posix, DaemonSettings settings) {
    try {
      return Folder.openOrMake(posix, settings.stateDir(), PRIVATE);
    } catch (IOException e) {
      boolean permission =
          e instanceof PosixException call
              && (call.errno() == Errno.EACCES || call.errno() == Errno.EPERM);
      throw new CommandFailure(
          permission ? ExitCode.PERMISSION : ExitCode.TRY_AGAIN,
          "cannot use the state folder %s: %s. Make it writable for this user, or name another in daemon.state_dir."
              .formatted(settings.stateDir(), e.getMessage()));
    }
  }

  private static String alreadyRunning(Path stateFolder) {
    return "cannot start: another filereeve is at work on the state folder %s. Stop that one, or give this one its own daemon.state_dir."
        .formatted(stateFolder);
  }
}
