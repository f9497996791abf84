package filereeve.app;

import filereeve.config.Loaded;
import filereeve.config.Loading;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.telemetry.Logging;
import filereeve.testing.FaultyPosix;
import filereeve.testing.FaultyPosix.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The daemon on a host whose C library has no inotify.
final class DaemonWithoutInotify {
  private DaemonWithoutInotify() {}

  /// @param args as those of [Main]: `run --config FILE`
  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[2]);
    Map<String, String> environment = System.getenv();
    Time time = Time.ofThisHost();
    var good = (Loaded.Good) Loading.loader(Kinds.ALL, environment).load(file);
    var settings = good.settings();
    var posix = FaultyPosix.of(new LinuxPosix(), new Fault.Refuse("inotify", Errno.ENOSYS));
    Files.createDirectories(settings.daemon().stateDir());
    try (var log = Logging.start(posix, settings.daemon().log(), environment, time.clock())) {
      new Daemon(file, good, posix, time, log, environment).run();
    }
  }
}
