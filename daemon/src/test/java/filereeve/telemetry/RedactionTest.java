package filereeve.telemetry;

import static filereeve.telemetry.Field.field;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedactionTest {
  private static final Redaction REDACTION =
      new Redaction(
          Map.of("horse-battery", "${DB_PASSWORD}", "hunter2SECRET", "****"),
          Map.of("/var/log/app", "${LOGS}", "prod", "${STAGE}", "x", "${TINY}"));

  @Test
  void textsShowWhatStandsForASecret() {
    assertThat(REDACTION.of("cannot run \"db --password=horse-battery\": hunter2SECRET!"))
        .isEqualTo("cannot run \"db --password=${DB_PASSWORD}\": ****!");
  }

  @Test
  void aShortValueIsReplacedWhereItStandsAloneAndATinyOneNever() {
    assertThat(REDACTION.of("prod: production, x, (prod)"))
        .isEqualTo("${STAGE}: production, x, (${STAGE})");
  }

  @Test
  void secretsComeBeforeOtherVariables() {
    var both = new Redaction(Map.of("abcd-efgh", "****"), Map.of("abcd-efgh-ijkl", "${A}"));
    assertThat(both.of("abcd-efgh-ijkl")).isEqualTo("****-ijkl");
  }

  /// Else the rest of a secret that begins with another one would be shown.
  @Test
  void theLongestOfTheSecretsAndOfTheVariablesComesFirst() {
    var values = new LinkedHashMap<String, String>();
    for (int length = 8; length <= 12; length += 2) {
      values.put("abcdefghijkl".substring(0, length), "<" + length + ">");
    }
    values.putFirst("abcdefghijklmnop", "<16>");
    String text = "abcdefgh abcdefghij abcdefghijkl abcdefghijklmnop";

    assertThat(new Redaction(values, Map.of()).of(text)).isEqualTo("<8> <10> <12> <16>");
    assertThat(new Redaction(Map.of(), values).of(text)).isEqualTo("<8> <10> <12> <16>");
  }

  @Test
  void aSecretOfSeveralLinesIsFoundLineByLine() {
    var key = new Redaction(Map.of("-----BEGIN-----\n  bGluZTE=\nbGluZTI=\n", "${KEY}"), Map.of());
    assertThat(key.of("bGluZTE= / bGluZTI=")).isEqualTo("${KEY} / ${KEY}");
  }

  @Test
  void aPathIsRecognizedButForASecret() {
    List<Field> fields =
        REDACTION.in(
            List.of(
                field("file", Path.of("/var/log/app/a.log")),
                field("archive", Path.of("/srv/hunter2SECRET")),
                field("why", "cannot open /var/log/app/a.log"),
                field("error", new IllegalStateException("horse-battery")),
                field("bytes", 5)));
    assertThat(fields)
        .containsExactly(
            field("file", Path.of("/var/log/app/a.log")),
            field("archive", "/srv/****"),
            field("why", "cannot open ${LOGS}/a.log"),
            field("error", "IllegalStateException: ${DB_PASSWORD}"),
            field("bytes", 5));
  }
}
