package filereeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.archive.FreeSpace;
import filereeve.archive.Keep;
import filereeve.codec.Codec;
import filereeve.codec.Level;
import filereeve.dispatch.RetryPolicy;
import filereeve.event.RuleKind;
import filereeve.event.RuleName;
import filereeve.kind.compress.CompressSettings;
import filereeve.kind.reload.ReloadSettings;
import filereeve.kind.rotate.Create;
import filereeve.kind.rotate.Hooks;
import filereeve.kind.rotate.Method;
import filereeve.kind.rotate.Missing;
import filereeve.kind.rotate.Naming;
import filereeve.kind.rotate.OnRemove;
import filereeve.kind.rotate.RotateSettings;
import filereeve.posix.Account;
import filereeve.process.Action;
import filereeve.process.SignalName;
import filereeve.queue.Debounce;
import filereeve.route.Glob;
import filereeve.rule.Rule;
import filereeve.schedule.ScheduleSettings;
import filereeve.schedule.ScheduleSettings.When;
import filereeve.schema.Where;
import filereeve.telemetry.Event;
import filereeve.telemetry.LogSettings;
import filereeve.telemetry.LogSettings.Format;
import filereeve.units.Size;
import filereeve.watch.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                Source.AUTO,
                new LogSettings(Format.AUTO, Event.Level.INFO, List.of())));
    assertThat(settings.rotate()).isEmpty();
    assertThat(settings.files()).containsExactly(directory.resolve("filereeve.yaml"));
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
          log: {format: json, level: debug}
          log_files:
            errors: {path: /var/log/e.log, level: error, format: json, keep: 30}
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
                Source.DIRECTORY_WATCHER,
                new LogSettings(
                    Format.JSON,
                    Event.Level.DEBUG,
                    List.of(
                        new LogSettings.LogFile(
                            "errors",
                            Path.of("/var/log/e.log"),
                            Event.Level.ERROR,
                            Format.JSON,
                            30),
                        new LogSettings.LogFile(
                            "all",
                            Path.of("/var/log/a.log"),
                            Event.Level.INFO,
                            Format.LOGFMT,
                            7)))));
  }

  @Test
  void aShortRotateRuleIsFilledWithDefaults() {
    Rule<RotateSettings> rule =
        read("""
        version: 1
        rotate:
          app:
            files: [/var/log/app/*.log]
            when: {size: 100 MiB}
        """)
            .settings()
            .rotate()
            .getFirst();
    var name = new RuleName(RuleKind.ROTATE, "app");
    assertThat(rule)
        .isEqualTo(
            new Rule<>(
                name,
                new Where(directory.resolve("filereeve.yaml").toString(), 3, 3),
                new Debounce(Duration.ofSeconds(1), Duration.ofSeconds(1)),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                new RetryPolicy(5, Duration.ofSeconds(1), Duration.ofMinutes(5)),
                Optional.empty(),
                new RotateSettings(
                    name,
                    List.of(Glob.parse("/var/log/app/*.log")),
                    Missing.OK,
                    Optional.of(new Size(100 << 20)),
                    Optional.empty(),
                    new Size(0),
                    new Method.Rename(),
                    Optional.empty(),
                    Hooks.NONE,
                    Naming.DATED,
                    ZoneId.systemDefault(),
                    Optional.empty(),
                    Keep.ALL,
                    new OnRemove(Optional.empty(), false),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(new RotateSettings.Compression(Codec.ZSTD, new Level.Auto(), 0)),
                    Duration.ofMinutes(5))));
  }

  @Test
  void aLongRotateRuleIsReadWhole() {
    Rule<RotateSettings> rule =
        read("""
        version: 1
        defaults: {timezone: Europe/Berlin, retry: {max: 1h}}
        rotate:
          app:
            files: [/var/log/app/*.log, /srv/log/app.log]
            missing: error
            before: {run: [/bin/prepare, --file=<path>]}
            hooks: each
            when: {size: 1 GiB, age: 1d, schedule: {cron: "@daily", jitter: 5m}}
            min_size: 1 KiB
            method: rename
            create: {mode: 0640, owner: app, group: adm}
            after: {signal: USR1, pidfile: /run/app.pid}
            name: numbered
            start: 0
            archive_dir: archive
            keep: {files: 14, age: 90d, total: 5 GiB, free: 10%}
            on_remove: {shred: true}
            user: app
            group: adm
            compress: {codec: gzip, level: 9, skip_newest: 2}
            rescan: 1m
            timeout: 2m
            retry: {attempts: 2}
        """)
            .settings()
            .rotate()
            .getFirst();
    var name = new RuleName(RuleKind.ROTATE, "app");
    assertThat(rule.retry())
        .isEqualTo(new RetryPolicy(2, Duration.ofSeconds(1), Duration.ofHours(1)));
    assertThat(rule.rescan()).isEqualTo(Duration.ofMinutes(1));
    assertThat(rule.schedule())
        .contains(
            new ScheduleSettings(
                new When.Cron("@daily"),
                ZoneId.of("Europe/Berlin"),
                Duration.ofMinutes(5),
                ScheduleSettings.Missed.RUN_ONCE,
                ScheduleSettings.Overlap.SKIP));
    assertThat(rule.settings())
        .isEqualTo(
            new RotateSettings(
                name,
                List.of(Glob.parse("/var/log/app/*.log"), Glob.parse("/srv/log/app.log")),
                Missing.ERROR,
                Optional.of(new Size(1 << 30)),
                Optional.of(Duration.ofDays(1)),
                new Size(1024),
                new Method.Rename(),
                Optional.of(new Create(Optional.of(0640), Optional.of("app"), Optional.of("adm"))),
                new Hooks(
                    Optional.of(new Action.Run(List.of("/bin/prepare", "--file=<path>"))),
                    Optional.of(new Action.Signal(SignalName.USR1, Path.of("/run/app.pid"))),
                    Hooks.Per.EACH),
                new Naming.Numbered(0),
                ZoneId.of("Europe/Berlin"),
                Optional.of("archive"),
                new Keep(
                    OptionalInt.of(14),
                    Optional.of(Duration.ofDays(90)),
                    Optional.of(new Size(5L << 30)),
                    Optional.of(new FreeSpace.Share(10))),
                new OnRemove(Optional.empty(), true),
                Optional.empty(),
                Optional.of(new Account("app", Optional.of("adm"))),
                Optional.of(new RotateSettings.Compression(Codec.GZIP, new Level.Fixed(9), 2)),
                Duration.ofMinutes(2)));
  }

  @Test
  void compressionAfterRotationHasShortForms() {
    var rules =
        read("""
        version: 1
        rotate:
          a: {files: [/a], when: {size: 1 B}, compress: none}
          b: {files: [/b], when: {size: 1 B}, compress: gzip}
          c: {files: [/c], when: {size: 1 B}, compress: {level: 3}}
        """)
            .settings()
            .rotate();
    assertThat(rules)
        .extracting(rule -> rule.settings().compress())
        .containsExactly(
            Optional.empty(),
            Optional.of(new RotateSettings.Compression(Codec.GZIP, new Level.Auto(), 0)),
            Optional.of(new RotateSettings.Compression(Codec.ZSTD, new Level.Fixed(3), 0)));
  }

  @Test
  void aCompressRuleWaitsForReadinessInsteadOfSettling() {
    Rule<CompressSettings> rule =
        read("""
        version: 1
        compress:
          out:
            files: [/srv/*.csv]
            ready: {no_writer: false, quiet: 20s}
            keep_original: true
            schedule: {every: 6h, timezone: UTC, missed: skip, overlap: queue}
        """)
            .settings()
            .compress()
            .getFirst();
    assertThat(rule.debounce())
        .isEqualTo(new Debounce(Duration.ofSeconds(20), Duration.ofMinutes(2)));
    assertThat(rule.schedule())
        .contains(
            new ScheduleSettings(
                new When.Every(Duration.ofHours(6)),
                ZoneId.of("UTC"),
                Duration.ZERO,
                ScheduleSettings.Missed.SKIP,
                ScheduleSettings.Overlap.QUEUE));
    assertThat(rule.settings())
        .isEqualTo(
            new CompressSettings(
                new RuleName(RuleKind.COMPRESS, "out"),
                List.of(Glob.parse("/srv/*.csv")),
                false,
                Duration.ofSeconds(20),
                Codec.ZSTD,
                new Level.Auto(),
                true,
                true));
  }

  @Test
  void aReloadRuleIsReadWhole() {
    Rule<ReloadSettings> rule =
        read("""
        version: 1
        defaults: {debounce: {quiet: 3s}}
        reload:
          web:
            watch: [/etc/web/**]
            ignore: ["**/*.swp", /etc/web/tmp/*]
            check: [web, -t, 5, true]
            apply: {systemctl: reload-or-restart, unit: web@1.service}
            debounce: {max_wait: 1m}
        """)
            .settings()
            .reload()
            .getFirst();
    assertThat(rule.debounce())
        .isEqualTo(new Debounce(Duration.ofSeconds(3), Duration.ofMinutes(1)));
    assertThat(rule.settings())
        .isEqualTo(
            new ReloadSettings(
                new RuleName(RuleKind.RELOAD, "web"),
                List.of(Glob.parse("/etc/web/**")),
                List.of(Glob.parse("/**/*.swp"), Glob.parse("/etc/web/tmp/*")),
                Optional.of(new Action.Run(List.of("web", "-t", "5", "true"))),
                new Action.Systemctl("reload-or-restart", "web@1.service"),
                Duration.ofMinutes(5)));
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
            .rotate();
    assertThat(rules)
        .extracting(rule -> rule.settings().size())
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
