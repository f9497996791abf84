package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.schema.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a person sees of the daemon's status.
class StatusScreenTest {
  private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");

  private static final String STATUS =
      """
      {"version": "0.1.0", "pid": 4711, "started": "2026-11-28T07:30:10Z",
       "config": "/etc/filereeve/filereeve.yaml", "config_since": "2026-12-01T10:00:00.5Z",
       "config_refused": [], "need_restart": ["daemon.workers"],
       "failing": ["reload.nginx", "daemon.configuration"],
       "queue": 3, "queue_limit": 100000, "watches": 41, "watches_allowed": 65536,
       "overflows": 0, "polled": 0, "memory": 57671680, "descriptors": 61,
       "descriptors_allowed": 1024,
       "rules": [
         {"rule": "rotate.app", "state": "watching", "running": [],
          "last": {"at": "2026-12-01T11:57:00Z", "run": "1ngx-12", "outcome": "done",
                   "took_ms": 412, "causes": ["change", "rescan"]},
          "succeeded": "2026-12-01T11:57:00Z", "next_in_ms": 120500,
          "scheduled": ["2026-12-02T03:00+01:00"]},
         {"rule": "reload.nginx", "state": "failing", "running": [],
          "last": {"at": "2026-12-01T10:00:00Z", "run": "1ngx-13", "outcome": "failed",
                   "why": "cannot reload nginx.service: nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use). Free the port.",
                   "took_ms": 2500, "causes": ["change"]},
          "failing_since": "2026-12-01T10:00:00Z", "next_in_ms": 58000},
         {"rule": "compress.exports", "state": "running",
          "running": [{"run": "1ngx-14", "subject": "/srv/a.csv", "for_ms": 61000}]}]}
      """;

  private static StatusScreen screen(String status, boolean color) throws IOException {
    Map<String, Object> read = Json.read(status);
    return new StatusScreen(read, NOW, color);
  }

  @Test
  void oneLineForEachRuleAndWhyItFails() throws IOException {
    String text = screen(STATUS, false).ofAll();

    assertThat(text)
        .isEqualTo(
            """
            filereeve 0.1.0, process 4711, up 3d4h, 55 MiB: 3 rules, 1 failing
            configuration: /etc/filereeve/filereeve.yaml, in force for 1h59m
            in force after a restart: daemon.workers
            watches 41 of 65536, polled 0, queue 3 of 100000, descriptors 61 of 1024

            RULE              STATE     LAST RUN                    NEXT
            rotate.app        watching  done 3m ago                 in 2m
            reload.nginx      failing   failed 2h ago               in 58s
              cannot reload nginx.service: nginx: [emerg] bind() to 0.0.0.0:80 failed (98:
              Address already in use). Free the port.
            compress.exports  running   nothing to do so far        -
            """);
    assertThat(text.lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void allThatIsKnownOfOneRule() throws IOException {
    assertThat(screen(STATUS, false).ofRule())
        .startsWith(
            """
            rule:          rotate.app
            state:         watching
            last run:      done 3m ago (run 1ngx-12, cause change, rescan, took 412ms)
            last success:  2026-12-01T11:57:00Z (3m ago)
            next:          in 2m
            next schedule: 2026-12-02T03:00+01:00
            rule:          reload.nginx
            state:         failing
            last run:      failed 2h ago (run 1ngx-13, cause change, took 2s)
            because:       cannot reload nginx.service: nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use). Free the port.
            failing since: 2026-12-01T10:00:00Z (2h ago)
            """)
        .endsWith(
            """
            rule:          compress.exports
            state:         running
            running:       /srv/a.csv for 1m1s (run 1ngx-14)
            next:          -
            """);
  }

  @Test
  void whatFailsIsRedOnATerminal() throws IOException {
    assertThat(screen(STATUS, true).ofAll())
        .contains(
            "\u001b[31mreload.nginx      failing   failed 2h ago               in 58s\u001b[0m\n")
        .contains("\nrotate.app ");
  }

  @Test
  void aConfigurationThatWasRefusedIsNamedWithItsProblems() throws IOException {
    String refused =
        STATUS.replace("\"config_refused\": []", "\"config_refused\": [\"/f.yaml:1:2: bad.\"]");

    assertThat(screen(refused, false).ofAll()).contains("\nrefused since:\n  /f.yaml:1:2: bad.\n");
  }

  /// As of a daemon that is older or newer, or of a host without `/proc`.
  @Test
  void whatTheDaemonDoesNotSayIsLeftOut() throws IOException {
    assertThat(screen("{\"rules\": [], \"version\": \"2\"}", false).ofAll())
        .startsWith("filereeve 2, ")
        .endsWith("There is no rule.\n");
    assertThat(screen("{\"rules\": [{\"rule\": \"rotate.app\"}]}", false).ofAll())
        .contains("rotate.app  ?         nothing to do so far        -\n");
  }
}
