package filereeve.telemetry;

import static filereeve.telemetry.Field.field;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import filereeve.event.RuleName;
import filereeve.event.RunId;
import filereeve.posix.BoundSocket;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.telemetry.Event.Level;
import filereeve.telemetry.LogSettings.Format;
import filereeve.testing.BetweenCalls;
import filereeve.testing.TestClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a real socket, which this test holds in place of journald.
class JournalTest {
  private static final RuleName RULE = new RuleName("rotate", "app");

  @TempDir Path temp;
  private Path path = Path.of("/");
  private final TestClock clock = new TestClock("2026-11-21T08:53:16Z");
  private final LoggerContext libraries = new LoggerContext();
  private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

  @BeforeEach
  void names() {
    path = temp.resolve("journal");
  }

  @AfterEach
  void stop() {
    libraries.stop();
  }

  @Test
  void aLineIsAnEntryWithItsFields() throws IOException {
    try (var journal = new BoundSocket(path);
        Logging log = logging(Format.AUTO)) {
      new RunId("0-1", RULE)
          .run(
              () ->
                  log.log(
                      Event.RELOAD_REFUSED,
                      field("code", 3),
                      field("output", "line 1\nzwölf\n"),
                      field("priority", "low"),
                      field("3rd-Party.x", Path.of("/var/log/app 1.log"))));
      assertThat(fields(journal.receive()))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "MESSAGE",
                  "event=reload-refused code=3 output=\"line 1\\nzwölf\\n\" priority=low"
                      + " 3rd-Party.x=\"/var/log/app 1.log\" rule=rotate.app run=0-1",
                  "PRIORITY",
                  "3",
                  "SYSLOG_IDENTIFIER",
                  "filereeve",
                  "EVENT",
                  "reload-refused",
                  "CODE",
                  "3",
                  "OUTPUT",
                  "line 1\nzwölf\n",
                  "PRIORITY_2",
                  "low",
                  "RD_PARTY_X",
                  "/var/log/app 1.log",
                  "RULE",
                  "rotate.app",
                  "RUN",
                  "0-1"));
    }
    assertThat(stderr.size()).isZero();
  }

  @Test
  void secretsAreInNoField() throws IOException {
    try (var journal = new BoundSocket(path);
        Logging log = logging(Format.JOURNAL)) {
      log.hide(new Redaction(Map.of("hunter22", "****"), Map.of()));
      log.log(Event.FAILED, field("why", "login with hunter22\nfailed"));
      assertThat(new String(journal.receive(), StandardCharsets.UTF_8))
          .contains("****")
          .doesNotContain("hunter22");
    }
  }

  @Test
  void aLineThatIsTooLargeForAMessageKeepsItsShortFields() throws IOException {
    String large = "\u0001".repeat(ValueText.LONGEST);
    Field[] fields = new Field[20];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = field("large_" + i, large);
    }
    try (var journal = new BoundSocket(path);
        Logging log = logging(Format.AUTO)) {
      new RunId("0-1", RULE).run(() -> log.log(Event.FAILED, fields));
      Map<String, String> sent = fields(journal.receive());
      assertThat(sent).containsEntry("RULE", "rotate.app").doesNotContainKey("LARGE_1");
      assertThat(sent.get("MESSAGE")).startsWith("event=failed large_0=").hasSize(1 << 16);
    }
    assertThat(stderr.size()).isZero();
  }

  @Test
  void aJournalThatIsGoneIsReportedOnceUntilItIsBack() throws IOException {
    try (Logging log = logging(Format.AUTO)) {
      log.log(Event.READY, field("rules", 1));
      log.log(Event.READY, field("rules", 2));
    }
    assertThat(lines())
        .containsExactlyInAnyOrder(
            "<4>event=degraded why=\"cannot send log lines to the journal: send to "
                + path
                + ": No such file or directory. They go to standard error, without fields for"
                + " journalctl.\"",
            "<6>event=ready rules=1",
            "<6>event=ready rules=2");
  }

  @Test
  void anotherFormatGoesToStandardError() throws IOException {
    try (var journal = new BoundSocket(path);
        Logging log = logging(Format.LOGFMT)) {
      log.log(Event.READY, field("rules", 1));
      log.apply(settings(Format.AUTO));
      log.log(Event.STOPPING);
      assertThat(fields(journal.receive())).containsEntry("EVENT", "stopping");
    }
    assertThat(lines())
        .containsExactly("ts=2026-11-21T08:53:16.000Z level=info event=ready rules=1");
  }

  @Test
  void aFullSocketHoldsNobodyUpAndItsLossIsCounted() throws IOException {
    int count = 60_000;
    try (var journal = new BoundSocket(path);
        Logging log = logging(Format.AUTO)) {
      for (int i = 0; i < count; i++) {
        log.log(Event.READY, field("n", i));
      }
      int received = 0;
      int lost = 0;
      while (received + lost < count) {
        Map<String, String> sent = fields(journal.receive());
        if (sent.containsKey("N")) {
          received++;
        } else {
          lost += Integer.parseInt(sent.getOrDefault("LINES", ""));
        }
      }
      assertThat(lost).isPositive();
      assertThat(received + lost).isEqualTo(count);
    }
  }

  @Test
  void aFullSocketEndsWithTheLog() throws IOException {
    try (var _ = new BoundSocket(path)) {
      Logging log = logging(Format.AUTO);
      for (int i = 0; i < 5_000; i++) {
        log.log(Event.READY, field("n", i));
      }
      long began = System.nanoTime();
      log.close();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }
  }

  private Logging logging(Format format) {
    var kind = new StandardError(Format.JOURNAL, false);
    return new Logging(toThis(), settings(format), kind, stderr, libraries, clock);
  }

  private static LogSettings settings(Format format) {
    return new LogSettings(format, Levels.of(Level.INFO), List.of());
  }

  /// What is sent to the journal arrives here.
  private Posix toThis() {
    var real = new LinuxPosix();
    return BetweenCalls.of(
        real,
        (name, arguments, call) -> {
          if (!name.equals("sendDatagram")) {
            return call.make();
          }
          assertThat(arguments[0]).isEqualTo("/run/systemd/journal/socket");
          real.sendDatagram(path.toString(), (byte[]) arguments[1]);
          return null;
        });
  }

  private List<String> lines() {
    return stderr.toString(StandardCharsets.UTF_8).lines().toList();
  }

  /// An entry as journald reads it.
  private static Map<String, String> fields(byte[] entry) {
    var fields = new LinkedHashMap<String, String>();
    var rest = ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN);
    while (rest.hasRemaining()) {
      String name = until(rest, '=', '\n');
      if (rest.get(rest.position() - 1) == '=') {
        fields.put(name, until(rest, '\n', '\n'));
      } else {
        byte[] value = new byte[(int) rest.getLong()];
        rest.get(value);
        assertThat(rest.get()).isEqualTo((byte) '\n');
        fields.put(name, new String(value, StandardCharsets.UTF_8));
      }
    }
    return fields;
  }

  private static String until(ByteBuffer rest, char end, char other) {
    var text = new ByteArrayOutputStream();
    for (byte b = rest.get(); b != end && b != other; b = rest.get()) {
      text.write(b);
    }
    return text.toString(StandardCharsets.UTF_8);
  }
}
