package filereeve.telemetry;

import static filereeve.telemetry.Field.field;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
  void theLongestComesFirst() {
    var both = new Redaction(Map.of("abcd-efgh-ijkl", "****"), Map.of("abcd-efgh", "${A}"));
    assertThat(both.of("abcd-efgh-ijkl abcd-efgh")).isEqualTo("**** ${A}");
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
