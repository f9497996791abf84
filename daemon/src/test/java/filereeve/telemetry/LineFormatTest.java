package filereeve.telemetry;

import static filereeve.telemetry.Field.field;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Cause;
import filereeve.event.RuleName;
import filereeve.event.Subject;
import filereeve.telemetry.Event.Level;
import filereeve.units.Size;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LineFormatTest {
  private static final Instant NOW = Instant.parse("2026-11-21T08:53:16.120Z");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final Line ROTATED =
      Line.of(
          NOW,
          Event.ROTATED,
          field("rule", new RuleName("rotate", "app")),
          field("file", Path.of("/var/log/my app.log")),
          field("bytes", new Size(104857600)),
          field("took", Duration.ofMillis(12)));

  private static final Line FAILED =
      Line.of(
          NOW,
          Event.FAILED,
          field("rule", "rotate.app"),
          field("why", "cannot rotate /a: the directory is writable by group \"www\""));

  @Test
  void theJournalGetsThePriorityBeforeTheText() {
    assertThat(LineFormat.journal().text(ROTATED))
        .isEqualTo(
            "<6>event=rotated rule=rotate.app file=\"/var/log/my app.log\" bytes=104857600"
                + " took=12ms");
    assertThat(LineFormat.journal().text(FAILED))
        .startsWith("<3>event=failed rule=rotate.app why=");
  }

  @Test
  void logfmtHasTimeLevelAndEventFirst() {
    assertThat(LineFormat.logfmt().text(ROTATED))
        .isEqualTo(
            "ts=2026-11-21T08:53:16.120Z level=info event=rotated rule=rotate.app"
                + " file=\"/var/log/my app.log\" bytes=104857600 took=12ms");
  }

  @Test
  void jsonHasNumbersWhereValuesAreNumbers() {
    assertThat(LineFormat.json().text(ROTATED))
        .isEqualTo(
            "{\"ts\":\"2026-11-21T08:53:16.120Z\",\"level\":\"info\",\"event\":\"rotated\","
                + "\"rule\":\"rotate.app\",\"file\":\"/var/log/my app.log\","
                + "\"bytes\":104857600,\"took\":\"12ms\"}");
  }

  @Test
  void theConsoleHasColumnsAndTheSentenceFirst() {
    assertThat(LineFormat.console(false, ZoneOffset.ofHours(1)).text(FAILED))
        .isEqualTo(
            "09:53:16.120 ERROR failed           cannot rotate /a: the directory is writable by"
                + " group \"www\" rule=rotate.app");
    assertThat(LineFormat.console(true, ZoneOffset.UTC).text(FAILED))
        .contains("\033[31mERROR\033[0m", "\033[2mrule=\033[0mrotate.app");
  }

  static Map<Object, String> values() {
    var values = new LinkedHashMap<Object, String>();
    values.put("", "");
    values.put(7L, "7");
    values.put(true, "true");
    values.put(new Size(1024), "1024");
    values.put(Duration.ZERO, "0ms");
    values.put(Duration.ofNanos(420_000), "0.4ms");
    values.put(Duration.ofNanos(999_999_999), "999ms");
    values.put(Duration.ofMillis(1234), "1.234s");
    values.put(Duration.ofMinutes(5), "300s");
    values.put(Duration.ofMillis(-1500), "-1.5s");
    values.put(Instant.parse("2026-11-21T00:00:00Z"), "2026-11-21T00:00:00Z");
    values.put(Cause.FOLLOW_UP, "follow-up");
    values.put(new Subject.Whole(), "all");
    values.put(new Subject.File(Path.of("/a\tb")), "/a\\x09b");
    values.put(List.of("nginx", "-t"), "nginx -t");
    values.put(new IOException("full"), "IOException: full");
    values.put(new NoSuchFileException("/a"), "NoSuchFileException: /a");
    values.put(new IllegalStateException(), "java.lang.IllegalStateException");
    return values;
  }

  @ParameterizedTest
  @MethodSource("valueEntries")
  void aValueReadsTheSameInEveryFormat(Map.Entry<Object, String> value) {
    Line line = Line.of(NOW, Event.ROTATED, field("value", value.getKey()));
    assertThat(ValueText.of(value.getKey())).isEqualTo(value.getValue());
    assertThat(Logfmt.parsed(LineFormat.logfmt().text(line)))
        .containsEntry("value", value.getValue());
    assertThat(JSON.readTree(LineFormat.json().text(line)).get("value").asString())
        .isEqualTo(value.getValue());
  }

  static List<Map.Entry<Object, String>> valueEntries() {
    return List.copyOf(values().entrySet());
  }

  @Test
  void anEmptyOptionalIsLeftOut() {
    Line line =
        Line.of(
            NOW, Event.REMOVED, field("a", Optional.empty()), field("b", Optional.of(new Size(5))));
    assertThat(LineFormat.journal().text(line)).isEqualTo("<6>event=removed b=5");
  }

  @Test
  void keysAreCleanAndStandOnce() {
    Line line =
        Line.of(
            NOW,
            Event.REMOVED,
            field("level", 1),
            field("a b\n", 2),
            field("a_b_", 3),
            field("", 4),
            field("ä", 5));
    assertThat(LineFormat.journal().text(line))
        .isEqualTo("<6>event=removed level_2=1 a_b_=2 a_b__2=3 _=4 __2=5");
  }

  @Test
  void aLongValueIsCut() {
    String text = ValueText.of("😀".repeat(5000));
    assertThat(text).hasSizeLessThan(8_100).endsWith("😀… (2000 more)");
  }

  @Test
  void anyTextComesBackFromEveryFormatAndMakesNoEvent() {
    var random = new Random(20261121);
    for (int i = 0; i < 5_000; i++) {
      var fields = new LinkedHashMap<String, String>();
      for (int k = random.nextInt(4); k >= 0; k--) {
        fields.put("key" + k, randomText(random));
      }
      Line line =
          new Line(
              NOW,
              Level.WARN,
              "retry",
              fields.entrySet().stream().map(e -> field(e.getKey(), e.getValue())).toList());

      String logfmt = LineFormat.logfmt().text(line);
      assertOneVisibleLine(logfmt);
      Map<String, String> parsed = Logfmt.parsed(logfmt);
      assertThat(parsed).containsAllEntriesOf(fields).hasSize(fields.size() + 3);

      String json = LineFormat.json().text(line);
      assertOneVisibleLine(json);
      JsonNode node = JSON.readTree(json);
      fields.forEach((key, text) -> assertThat(node.get(key).asString()).isEqualTo(text));

      assertOneVisibleLine(LineFormat.journal().text(line));
      LineFormat.console(false, ZoneOffset.UTC)
          .text(line)
          .lines()
          .forEach(
              part -> {
                assertThat(part).startsWith("08:53:16.120 ");
                assertOneVisibleLine(part);
              });
    }
  }

  @Test
  void theOutputOfACommandFollowsLineByLineForAPerson() {
    Line line =
        Line.of(
            NOW,
            Event.RELOAD_REFUSED,
            field("code", 1),
            field("output", "nginx: [emerg]\n\tunexpected \"}\"\r\n12:00:00 ERROR failed x\n"),
            field("changed", "/etc/nginx/a\n"));
    assertThat(LineFormat.console(false, ZoneOffset.UTC).text(line).lines())
        .containsExactly(
            "08:53:16.120 ERROR reload-refused   code=1 changed=\"/etc/nginx/a\\n\"",
            "08:53:16.120       | output=nginx: [emerg]",
            "08:53:16.120       |            unexpected \"}\"",
            "08:53:16.120       |        12:00:00 ERROR failed x");
  }

  @Test
  void halfACharacterIsReplaced() {
    assertThat(Quoting.word("a\ud800b")).isEqualTo("\"a\ufffdb\"");
  }

  private static void assertOneVisibleLine(String line) {
    assertThat(line.codePoints().filter(Quoting::unseen).count()).as(line).isZero();
  }

  /// What is likely to break a format, and some of everything else.
  private static String randomText(Random random) {
    String breakers = "\"\\= \n\r\t\0\u001b\u0085\u2028\u202e\u200dx%{}[],:'";
    var text = new StringBuilder();
    for (int n = random.nextInt(12); n > 0; n--) {
      if (random.nextInt(3) > 0) {
        text.append(breakers.charAt(random.nextInt(breakers.length())));
      } else {
        int c = random.nextInt(Character.MAX_CODE_POINT + 1);
        text.appendCodePoint(Character.getType(c) == Character.SURROGATE ? 'ü' : c);
      }
    }
    return text.toString();
  }
}
