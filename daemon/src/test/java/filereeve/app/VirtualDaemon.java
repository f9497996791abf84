package filereeve.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import filereeve.config.Loaded;
import filereeve.config.Loading;
import filereeve.config.PatientLoader;
import filereeve.schedule.VirtualAlarms;
import filereeve.telemetry.CapturedLogging;
import filereeve.testing.VirtualHost;
import filereeve.testing.VirtualTime;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The daemon as `run` wires it, on virtual time and real files. It can compress with two threads,
/// so that a large file has a helper.
final class VirtualDaemon {
  /// As in the unit: `WatchdogSec=30s`.
  private static final Map<String, String> SYSTEMD =
      Map.of("NOTIFY_SOCKET", "/run/systemd/notify", "WATCHDOG_USEC", "30000000");

  /// Files that are written now have a time that is hardly later.
  final VirtualTime time = new VirtualTime(Instant.now().truncatedTo(ChronoUnit.HOURS).toString());

  final VirtualHost host = new VirtualHost(time);
  private final Path directory;
  private final Path file;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final Daemon daemon;

  /// @param directory `$ROOT` in configurations
  VirtualDaemon(Path directory, String yaml) throws Exception {
    this(directory, Optional.of(yaml), SYSTEMD);
  }

  /// @param yaml empty: there is no configuration yet
  private VirtualDaemon(Path directory, Optional<String> yaml, Map<String, String> environment)
      throws Exception {
    this.directory = directory;
    this.file = directory.resolve("filereeve.yaml");
    if (yaml.isPresent()) {
      configure(yaml.get());
    }
    var loader = PatientLoader.of(Loading.loader(Kinds.ALL, environment));
    var good = (Loaded.Good) (yaml.isPresent() ? loader.load(file) : loader.none(file));
    Files.createDirectories(good.settings().daemon().stateDir());
    this.daemon =
        time.inside(
            () -> {
              var logging = CapturedLogging.to(log, good.settings().daemon().log(), time);
              var clocks = new Time(time, time, VirtualAlarms.on(time));
              return new Daemon(file, good, host.posix(), clocks, logging, environment);
            });
  }

  /// As `run` starts it where the package's configuration was removed.
  static VirtualDaemon withoutConfiguration(Path directory) throws Exception {
    var environment = new HashMap<>(SYSTEMD);
    environment.put("FILEREEVE__DAEMON__STATE_DIR", directory.resolve("state").toString());
    environment.put("FILEREEVE__DAEMON__LOG__FORMAT", "logfmt");
    return new VirtualDaemon(directory, Optional.empty(), environment);
  }

  /// Writes the configuration.
  void configure(String yaml) throws Exception {
    String text =
        """
        version: 1
        daemon:
          state_dir: $ROOT/state
          compress_workers: 2
          log: {level: debug, format: logfmt}
        """
            + yaml;
    Files.writeString(file, text.replace("$ROOT", directory.toString()));
  }

  void start() throws Exception {
    time.inside(
        () -> {
          daemon.start();
          return daemon;
        });
    time.pass(Duration.ZERO);
  }

  /// As by SIGHUP.
  void reload() {
    daemon.reload();
  }

  boolean stop() throws Exception {
    return time.inside(daemon::stop);
  }

  /// The lines of the log with this event, or with any if it is empty, that contain this text.
  List<String> lines(String event, String text) {
    return log.toString(UTF_8)
        .lines()
        .filter(
            line ->
                line.contains("event=" + event + (event.isEmpty() ? "" : " "))
                    && line.contains(text))
        .toList();
  }
}
