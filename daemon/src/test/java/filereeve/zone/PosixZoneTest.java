package filereeve.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PosixZoneTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  /// As `TZ=… date -d @…` prints them.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GMT+5                                    | 2026-11-21T12:00:00Z | -05:00
          UTC0                                     | 2026-11-21T12:00:00Z | Z
          <+0545>-5:45                             | 2026-11-21T12:00:00Z | +05:45
          CET-1CEST,M3.5.0,M10.5.0/3               | 2027-03-28T00:59:59Z | +01:00
          CET-1CEST,M3.5.0,M10.5.0/3               | 2027-03-28T01:00:00Z | +02:00
          CET-1CEST,M3.5.0,M10.5.0/3               | 2027-10-31T00:59:59Z | +02:00
          CET-1CEST,M3.5.0,M10.5.0/3               | 2027-10-31T01:00:00Z | +01:00
          EST5EDT                                  | 2027-03-14T06:59:59Z | -05:00
          EST5EDT                                  | 2027-03-14T07:00:00Z | -04:00
          AEST-10AEDT,M10.1.0,M4.1.0/3             | 2027-01-01T00:00:00Z | +11:00
          AEST-10AEDT,M10.1.0,M4.1.0/3             | 2027-07-01T00:00:00Z | +10:00
          IST-1GMT0,M10.5.0,M3.5.0/1               | 2027-01-01T00:00:00Z | Z
          IST-1GMT0,M10.5.0,M3.5.0/1               | 2027-07-01T00:00:00Z | +01:00
          <-02>2<-01>,M3.5.0/-1,M10.5.0/0          | 2027-03-28T00:59:59Z | -02:00
          <-02>2<-01>,M3.5.0/-1,M10.5.0/0          | 2027-03-28T01:00:00Z | -01:00
          <+1030>-10:30<+11>-11,M10.1.0,M4.1.0     | 2027-01-01T00:00:00Z | +11:00
          AAA0BBB,J60/0,J61/0                      | 2028-02-29T12:00:00Z | Z
          AAA0BBB,J60/0,J61/0                      | 2028-03-01T12:00:00Z | +01:00
          AAA0BBB,J59/0,J60/0                      | 2028-02-29T12:00:00Z | +01:00
          AAA0BBB,59/0,60/0                        | 2028-02-29T12:00:00Z | +01:00
          """)
  void offsetIs(String text, Instant time, String offset) {
    assertThat(PosixZone.parse(text).orElseThrow().at(time)).isEqualTo(ZoneOffset.of(offset));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Europe/Nowhere",
        "CET",
        "A5",
        "GMT+99",
        "GMT5X",
        "CET-1CEST,M13.5.0,M10.5.0",
        "CET-1CEST,M3.6.0,M10.5.0",
        "CET-1CEST,M3.5.0",
        "CET-1CEST,J400,J500",
        "GMT+5 "
      })
  void isNone(String text) {
    assertThat(PosixZone.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CET-1CEST,M3.5.0,M10.5.0/3 | Europe/Berlin
          EST5EDT,M3.2.0,M11.1.0     | America/New_York
          GMT0BST,M3.5.0/1,M10.5.0   | Europe/London
          NZST-12NZDT,M9.5.0,M4.1.0/3 | Pacific/Auckland
          """)
  void aNamedZoneHasTheSameRules(String text, ZoneId expected) {
    ZoneId found = named(text);
    assertThat(found.getId()).contains("/");
    for (LocalDateTime time = LocalDateTime.of(2026, 12, 1, 0, 0);
        time.getYear() < 2030;
        time = time.plusHours(11)) {
      assertThat(found.getRules().getOffset(time)).isEqualTo(expected.getRules().getOffset(time));
    }
  }

  @Test
  void rulesOfNoPlaceHaveNoName() {
    assertThat(
            PosixZone.parse("AAA-1BBB,M2.2.3,M7.3.4")
                .orElseThrow()
                .zone(List.of("Europe/Berlin", "America/New_York"), NOW))
        .isEmpty();
  }

  @Test
  void clocksThatNeverChangeAreAnOffset() {
    assertThat(named("<+0545>-5:45")).isEqualTo(ZoneOffset.ofHoursMinutes(5, 45));
  }

  private static ZoneId named(String text) {
    return PosixZone.parse(text)
        .orElseThrow()
        .zone(new TreeSet<>(ZoneId.getAvailableZoneIds()), NOW)
        .orElseThrow();
  }
}
