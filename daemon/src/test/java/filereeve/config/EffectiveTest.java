package filereeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `filereeve check --show`.
class EffectiveTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("FILEREEVE__DAEMON__WORKERS", "5", "TOKEN", "/s3cret", "DAYS", "90");

  private static final String MAIN =
      """
      version: 1
      include: [more.yaml]
      defaults: {rescan: 1m}
      rotate:
        app:
          files: ["/var/log/*.log", "${TOKEN}/x: y"]
          when: {size: 100 MiB, schedule: {cron: "*/5 * * * *"}}
          create: {mode: "0640", owner: "1000"}
          keep: {age: "${DAYS}d"}
          after: {run: [touch, "#x", "a\\nb", 5, true, "true"]}
      """;

  @TempDir private Path directory;

  @Test
  void showsEachValueWithWhereItCameFrom() {
    assertThat(loading().effective())
        .isEqualTo(
            """
            version: 1  # filereeve.yaml:1:10
            daemon:
              state_dir: /var/lib/filereeve  # default
              workers: 5  # FILEREEVE__DAEMON__WORKERS
              compress_workers: 3  # more.yaml:1:28
              queue_limit: 100000  # default
              reload_on_change: true  # default
              start_with: current  # default
              watcher: auto  # default
              log:
                format: auto  # default
                level: info  # default
                levels: {}  # default
              control:
                mode: "0660"  # default
            defaults:
              timezone: system  # default
              debounce:
                quiet: 2s  # default
                max_wait: 30s  # default
              rescan: 1m  # filereeve.yaml:3:20
              timeout: 5m  # default
              retry:
                attempts: 5  # default
                first: 1s  # default
                max: 5m  # default
            rotate:
              app:
                files: ["/var/log/*.log", "${TOKEN}/x: y"]  # filereeve.yaml:6:12
                missing: ok  # default
                when:
                  size: 100 MiB  # filereeve.yaml:7:18
                  schedule:
                    cron: "*/5 * * * *"  # filereeve.yaml:7:44
                    timezone: system  # default
                    jitter: 0s  # default
                    missed: run_once  # default
                    overlap: skip  # default
                min_size: 0 B  # default
                method: rename  # default
                unsafe_writer: refuse  # default
                pause_writer: false  # default
                create:
                  mode: "0640"  # filereeve.yaml:8:20
                  owner: "1000"  # filereeve.yaml:8:35
                after:
                  run: [touch, "#x", "a\\x0ab", 5, true, "true"]  # filereeve.yaml:10:18
                hooks: once  # default
                name: dated  # default
                timezone: system  # default
                create_archive_dir: false  # default
                keep:
                  age: "${DAYS}d"  # filereeve.yaml:9:17
                on_remove:
                  shred: false  # default
                unsafe_directory: refuse  # default
                executables: skip  # default
                compress:
                  codec: zstd  # default
                  level: auto  # default
                  frame: auto  # default
                  skip_newest: 0  # default
                rescan: 1m  # filereeve.yaml:3:20
                timeout: 5m  # default
                retry:
                  attempts: 5  # default
                  first: 1s  # default
                  max: 5m  # default
            """);
  }

  @Test
  void canBeReadBackAndSaysTheSame() {
    var shown = new Loading(directory.resolve("again"), ENVIRONMENT);
    shown.with("filereeve.yaml", loading().effective());
    Settings again = shown.settings();
    Settings first = loading().settings();
    assertThat(again.daemon()).isEqualTo(first.daemon());
    assertThat(again.rules()).isEqualTo(first.rules());
  }

  private Loading loading() {
    return new Loading(directory, ENVIRONMENT)
        .with("filereeve.yaml", MAIN)
        .with("more.yaml", "daemon: {compress_workers: 3, workers: 2}\n");
  }
}
