package filereeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.control.ControlSettings;
import filereeve.kind.rotate.RotateKind;
import filereeve.telemetry.Event;
import filereeve.telemetry.Levels;
import filereeve.telemetry.LogSettings;
import filereeve.telemetry.LogSettings.Format;
import filereeve.units.Size;
import filereeve.watch.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a file says, and what it leaves out, as settings.
class SettingsTest {
  @TempDir private Path directory;

  @Test
  void allIsFilledWithDefaults() {
    Settings settings = read("version: 1\n").settings();
    assertThat(settings.daemon())
        .isEqualTo(
            new DaemonSettings(
                Path.of("/var/lib/filereeve"),
                2,
                1,
                100_000,
                true,
                StartWith.CURRENT,
                Source.AUTO,
                new ControlSettings(
                    Path.of("/var/lib/filereeve/control.sock"), Optional.empty(), 0660),
                new LogSettings(Format.AUTO, Levels.of(Event.Level.INFO), List.of())));
    assertThat(settings.rules()).isEmpty();
    assertThat(settings.files()).containsExactly(directory.resolve("filereeve.yaml"));
  }

  @ParameterizedTest
  @CsvSource({
    "state_dir: /srv/state, daemon.state_dir",
    "workers: 4, daemon.workers",
    "compress_workers: 3, daemon.compress_workers",
    "queue_limit: 500, daemon.queue_limit",
    "watcher: inotify, daemon.watcher",
    "'control: {mode: \"0600\"}', daemon.control",
    "reload_on_change: false,",
    "start_with: last_good,",
    "log: {level: debug},"
  })
  void aKeyThatIsReadOnlyAtTheStartIsNamed(String changed, @Nullable String named) {
    DaemonSettings before = read("version: 1\n").settings().daemon();
    DaemonSettings after = read("version: 1\ndaemon: {" + changed + "}\n").settings().daemon();

    assertThat(after.needRestart(before)).isEqualTo(Stream.ofNullable(named).toList());
    assertThat(after.needRestart(after)).isEmpty();
  }

  @Test
  void theDaemonIsReadWhole() {
    var settings =
        read("""
        version: 1
        daemon:
          state_dir: /srv/state
          workers: 4
          compress_workers: 3
          queue_limit: 500
          reload_on_change: false
          watcher: directory-watcher
          control: {socket: /run/filereeve/asked.sock, group: adm, mode: "0640"}
          log: {format: json, level: debug}
          log_files:
            errors: {path: /var/log/e.log, level: error, levels: {daemon.configuration: info}, format: json, size: 10 MiB, keep: 30}
            all: {path: /var/log/a.log}
        """)
            .settings();
    assertThat(settings.daemon())
        .isEqualTo(
            new DaemonSettings(
                Path.of("/srv/state"),
                4,
                3,
                500,
                false,
                StartWith.CURRENT,
                Source.DIRECTORY_WATCHER,
                new ControlSettings(Path.of("/run/filereeve/asked.sock"), Optional.of("adm"), 0640),
                new LogSettings(
                    Format.JSON,
                    Levels.of(Event.Level.DEBUG),
                    List.of(
                        new LogSettings.LogFile(
                            "errors",
                            Path.of("/var/log/e.log"),
                            new Levels(
                                Event.Level.ERROR,
                                Map.of("daemon.configuration", Event.Level.INFO)),
                            Format.JSON,
                            new Size(10_485_760),
                            30),
                        new LogSettings.LogFile(
                            "all",
                            Path.of("/var/log/a.log"),
                            Levels.of(Event.Level.INFO),
                            Format.LOGFMT,
                            new Size(104_857_600),
                            7)))));
  }

  @Test
  void aGroupThatCannotReachTheSocketIsAHint() {
    assertThat(read("version: 1\ndaemon: {control: {group: adm}}\n").hints())
        .singleElement()
        .hasToString(
            directory.resolve("filereeve.yaml")
                + ":2:27: hint: daemon.control.group: its members cannot reach the socket in"
                + " `state_dir`. Add socket: /run/filereeve/control.sock.");
    String reachable = "version: 1\ndaemon: {control: {group: adm, socket: /run/x/c.sock}}\n";
    assertThat(read(reachable).hints()).isEmpty();
  }

  @Test
  void anAliasStandsForWhatItNames() {
    var rules =
        read("""
        version: 1
        rotate:
          a: {files: [/a], when: &often {size: 1 B}}
          b: {files: [/b], when: *often}
        """)
            .settings()
            .rules(new RotateKind());
    assertThat(rules)
        .extracting(rule -> rule.settings().when().size())
        .containsOnly(Optional.of(new Size(1)));
  }

  @Test
  void hintsSayWhatWorksButPerhapsNotAsMeant() {
    var good =
        read(
            """
            version: 1
            defaults: {debounce: {quiet: 1m}}
            rotate:
              a: {files: [/a], when: {size: 1 B}, min_size: 1 KiB}
            """);
    assertThat(good.hints())
        .extracting(hint -> hint.path() + ": " + hint.message())
        .containsExactly(
            "defaults.debounce.quiet: quiet is longer than max_wait (30s), so that max_wait alone"
                + " decides",
            "rotate.a: its archives are never removed",
            "rotate.a.min_size: min_size is larger than when.size (1 B), so that min_size alone"
                + " decides");
  }

  private Loaded.Good read(String content) {
    return new Loading(directory, Map.of()).with("filereeve.yaml", content).good();
  }
}
