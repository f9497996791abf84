package filereeve.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "250ms, PT0.25S",
    "0s, PT0S",
    "30s, PT30S",
    "5m, PT5M",
    "2h, PT2H",
    "7d, PT168H",
    "2w, PT336H",
    "1h30m, PT1H30M",
    "1d 12h, PT36H",
    "5 m, PT5M",
    "90m, PT1H30M",
    "36500d, PT876000H",
    "90000s, PT25H",
    "3153600000000ms, PT876000H",
    "000000000000060s, PT1M",
  })
  void readsNumbersWithTheirUnits(String text, String iso) {
    assertThat(Durations.parse(text)).isEqualTo(Duration.parse(iso));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "30 | '\"30\" has no unit. Write for example \"30s\" or \"30m\"'",
        "'' | '\"\" is not a duration. Write whole numbers with units, such as \"30s\" or"
            + " \"1h30m\"'",
        "1.5h | '\"1.5h\" is not a duration. Write whole numbers with units, such as \"30s\" or"
            + " \"1h30m\"'",
        "-5s | '\"-5s\" is not a duration. Write whole numbers with units, such as \"30s\" or"
            + " \"1h30m\"'",
        "30sec | '\"sec\" in \"30sec\" is not a unit of time. Write s'",
        "3 Months | '\"Months\" in \"3 Months\" is not a unit of time. Write days instead:"
            + " \"30d\"'",
        "1y | '\"y\" in \"1y\" is not a unit of time. Write days instead: \"365d\"'",
        "4 fortnights | '\"fortnights\" in \"4 fortnights\" is not a unit of time. Write one of ms,"
            + " s, m, h, d, w'",
        "5 millis | '\"millis\" in \"5 millis\" is not a unit of time. Write ms'",
        "30m1h | '\"30m1h\" is not ordered from the longest unit to the shortest, each once. Write"
            + " it like \"1h30m\"'",
        "1h30h | '\"1h30h\" is not ordered from the longest unit to the shortest, each once. Write"
            + " it like \"1h30m\"'",
        "99999999999999999999s | '\"99999999999999999999s\" is longer than 100 years. Write at most"
            + " 36500d'",
        "3153600001s | '\"3153600001s\" is longer than 100 years. Write at most 36500d'",
        "36501d | '\"36501d\" is longer than 100 years. Write at most 36500d'",
      })
  void saysHowToWriteWhatItCannotRead(String text, String message) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void sixtyCharactersAreEnoughForAnyDuration() {
    assertThat(Durations.parse("1h" + " ".repeat(56) + "2m")).isEqualTo(Duration.ofMinutes(62));
    assertThatThrownBy(() -> Durations.parse("1h" + " ".repeat(57) + "2m"))
        .hasMessageContaining("is not a duration");
  }

  @ParameterizedTest
  @CsvSource({"1, 2, 1, 2", "2, 1, 1, 2", "2, 2, 2, 2"})
  void theShorterAndTheLongerOfTwo(long one, long other, long shorter, long longer) {
    assertThat(Durations.shorter(Duration.ofNanos(one), Duration.ofNanos(other))).hasNanos(shorter);
    assertThat(Durations.longer(Duration.ofNanos(one), Duration.ofNanos(other))).hasNanos(longer);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT0.25S, 250ms",
    "PT1.5S, 1s500ms",
    "PT1H30M, 1h30m",
    "PT48H, 2d",
    "PT25H0.001S, 1d1h1ms",
  })
  void writesWhatItCanReadBack(String iso, String text) {
    Duration duration = Duration.parse(iso);
    assertThat(Durations.format(duration)).isEqualTo(text);
    assertThat(Durations.parse(text)).isEqualTo(duration);
  }
}
