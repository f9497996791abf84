package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.archive.FreeSpace;
import filereeve.archive.Keep;
import filereeve.archive.KeepBuilder;
import filereeve.codec.Codec;
import filereeve.codec.Level;
import filereeve.config.Loading;
import filereeve.dispatch.RetryPolicy;
import filereeve.event.RuleName;
import filereeve.kind.rotate.RotateSettings.Create;
import filereeve.kind.rotate.RotateSettings.Destinations;
import filereeve.kind.rotate.RotateSettings.Missing;
import filereeve.kind.rotate.RotateSettings.OnRemove;
import filereeve.posix.Account;
import filereeve.process.Action;
import filereeve.process.SignalName;
import filereeve.queue.Debounce;
import filereeve.route.Claim;
import filereeve.route.Glob;
import filereeve.rule.Access;
import filereeve.rule.Rule;
import filereeve.schedule.ScheduleSettings;
import filereeve.schedule.ScheduleSettings.When;
import filereeve.units.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the keys of a rotate rule become, and what is left out.
class RotateKeysTest {
  @TempDir private Path directory;

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
            .getFirst();
    var name = new RuleName("rotate", "app");
    assertThat(rule)
        .isEqualTo(
            new Rule<>(
                new Claim(name, List.of(Glob.parse("/var/log/app/*.log"))),
                new Debounce(Duration.ofSeconds(1), Duration.ofSeconds(1)),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                new RetryPolicy(5, Duration.ofSeconds(1), Duration.ofMinutes(5)),
                Optional.empty(),
                new RotateSettings(
                    name,
                    List.of(Glob.parse("/var/log/app/*.log")),
                    Missing.OK,
                    new RotateSettings.When(
                        Optional.of(new Size(100 << 20)), Optional.empty(), new Size(0)),
                    new RotateSettings.How(new Method.Rename(), Optional.empty(), Hooks.NONE),
                    new RotateSettings.Names(
                        Naming.DATED, ZoneId.systemDefault(), Optional.empty(), false),
                    new RotateSettings.Archives(
                        Keep.ALL,
                        OnRemove.NOTHING,
                        Destinations.NONE,
                        Optional.of(
                            new RotateSettings.Compression(Codec.ZSTD, new Level.Auto(), 0))),
                    Access.OWN,
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
            .getFirst();
    var name = new RuleName("rotate", "app");
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
                new RotateSettings.When(
                    Optional.of(new Size(1 << 30)),
                    Optional.of(Duration.ofDays(1)),
                    new Size(1024)),
                new RotateSettings.How(
                    new Method.Rename(),
                    Optional.of(
                        new Create(Optional.of(0640), Optional.of("app"), Optional.of("adm"))),
                    new Hooks(
                        Optional.of(new Action.Run(List.of("/bin/prepare", "--file=<path>"))),
                        Optional.of(new Action.Signal(SignalName.USR1, Path.of("/run/app.pid"))),
                        Hooks.Per.EACH)),
                new RotateSettings.Names(
                    new Naming.Numbered(0),
                    ZoneId.of("Europe/Berlin"),
                    Optional.of("archive"),
                    false),
                new RotateSettings.Archives(
                    new KeepBuilder()
                        .files(14)
                        .age(Duration.ofDays(90))
                        .total(5L << 30)
                        .free(new FreeSpace.Share(10))
                        .keep(),
                    new OnRemove(Destinations.NONE, true),
                    Destinations.NONE,
                    Optional.of(new RotateSettings.Compression(Codec.GZIP, new Level.Fixed(9), 2))),
                new Access(Optional.of(new Account("app", Optional.of("adm"))), false, false),
                Duration.ofMinutes(2)));
  }

  @ParameterizedTest
  @CsvSource({
    "refuse, false, false, false",
    "refuse, true,  false, true",
    "accept, false, true,  false",
    "accept, true,  true,  true",
  })
  void copytruncateAcceptsAWriterAndPausesItAsIsWritten(
      String writer, boolean pause, boolean accepts, boolean pauses) {
    Rule<RotateSettings> rule =
        read("""
        version: 1
        rotate:
          app:
            files: [/var/log/app/*.log]
            when: {size: 100 MiB}
            method: copytruncate
            unsafe_writer: %s
            pause_writer: %s
        """
                .formatted(writer, pause))
            .getFirst();
    assertThat(rule.settings().how().method()).isEqualTo(new Method.CopyTruncate(accepts, pauses));
  }

  @Test
  void compressionAfterRotationHasShortForms() {
    var rules =
        read(
            """
            version: 1
            rotate:
              a: {files: [/a], when: {size: 1 B}, compress: none}
              b: {files: [/b], when: {size: 1 B}, compress: gzip}
              c: {files: [/c], when: {size: 1 B}, compress: {level: 3}}
              d: {files: [/d], when: {size: 1 B}, compress: {frame: none}}
            """);
    assertThat(rules)
        .extracting(rule -> rule.settings().archives().compress())
        .containsExactly(
            Optional.empty(),
            Optional.of(new RotateSettings.Compression(Codec.GZIP, new Level.Auto(), 0)),
            Optional.of(new RotateSettings.Compression(Codec.ZSTD, new Level.Fixed(3), 0)),
            Optional.of(new RotateSettings.Compression(Codec.ZSTD_ONE_FRAME, new Level.Auto(), 0)));
  }

  private List<Rule<RotateSettings>> read(String content) {
    return new Loading(directory, Map.of())
        .with("filereeve.yaml", content)
        .settings()
        .rules(new RotateKind());
  }
}
