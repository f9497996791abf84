package filereeve.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronExpressionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          30 2 * * *         | 2026-01-01T00:00:00Z | 2026-01-01T02:30:00Z | 2026-01-02T02:30:00Z
          30 2 * * *         | 2026-01-01T02:30:00Z | 2026-01-02T02:30:00Z | 2026-01-03T02:30:00Z
          30 2 * * *         | 2026-01-01T02:29:59.999Z | 2026-01-01T02:30:00Z | 2026-01-02T02:30:00Z
          */15 * * * *       | 2026-01-01T00:01:00Z | 2026-01-01T00:15:00Z | 2026-01-01T00:30:00Z
          10-30/10 5,6 * * * | 2026-01-01T05:20:00Z | 2026-01-01T05:30:00Z | 2026-01-01T06:10:00Z
          0 0 29 2 *         | 2026-01-01T00:00:00Z | 2028-02-29T00:00:00Z | 2032-02-29T00:00:00Z
          0 0 29 2 *         | 2097-01-01T00:00:00Z | 2104-02-29T00:00:00Z | 2108-02-29T00:00:00Z
          0 0 31 * *         | 2026-01-31T00:00:00Z | 2026-03-31T00:00:00Z | 2026-05-31T00:00:00Z
          0 12 * * mon-Fri   | 2026-11-20T12:00:00Z | 2026-11-23T12:00:00Z | 2026-11-24T12:00:00Z
          0 12 * * 7         | 2026-11-20T12:00:00Z | 2026-11-22T12:00:00Z | 2026-11-29T12:00:00Z
          0 12 * * 0         | 2026-11-20T12:00:00Z | 2026-11-22T12:00:00Z | 2026-11-29T12:00:00Z
          0 12 * * 5-7       | 2026-11-20T12:00:00Z | 2026-11-21T12:00:00Z | 2026-11-22T12:00:00Z
          0 12 * * SAT-SUN   | 2026-11-20T12:00:00Z | 2026-11-21T12:00:00Z | 2026-11-22T12:00:00Z
          0 0 13 * FRI       | 2026-11-01T00:00:00Z | 2026-11-06T00:00:00Z | 2026-11-13T00:00:00Z
          0 0 13 * FRI       | 2026-12-11T00:00:00Z | 2026-12-13T00:00:00Z | 2026-12-18T00:00:00Z
          0 0 */2 * MON      | 2026-11-01T00:00:00Z | 2026-11-09T00:00:00Z | 2026-11-23T00:00:00Z
          0 0 1 jan,JUL *    | 2026-01-01T00:00:00Z | 2026-07-01T00:00:00Z | 2027-01-01T00:00:00Z
          0 0 31 2 MON       | 2026-01-01T00:00:00Z | 2026-02-02T00:00:00Z | 2026-02-09T00:00:00Z
          @hourly            | 2026-01-01T00:30:00Z | 2026-01-01T01:00:00Z | 2026-01-01T02:00:00Z
          @Daily             | 2026-01-01T00:30:00Z | 2026-01-02T00:00:00Z | 2026-01-03T00:00:00Z
          @midnight          | 2026-01-01T00:30:00Z | 2026-01-02T00:00:00Z | 2026-01-03T00:00:00Z
          @weekly            | 2026-11-20T00:00:00Z | 2026-11-22T00:00:00Z | 2026-11-29T00:00:00Z
          @monthly           | 2026-01-01T00:00:00Z | 2026-02-01T00:00:00Z | 2026-03-01T00:00:00Z
          @yearly            | 2026-01-01T00:00:00Z | 2027-01-01T00:00:00Z | 2028-01-01T00:00:00Z
          @annually          | 2026-01-01T00:00:00Z | 2027-01-01T00:00:00Z | 2028-01-01T00:00:00Z
          """)
  void firesWhenTheFieldsSay(String cron, Instant after, Instant first, Instant second) {
    ZoneId utc = ZoneId.of("UTC");
    var expression = CronExpression.parse(cron);
    assertThat(expression.next(after, utc)).isEqualTo(first);
    assertThat(expression.next(first, utc)).isEqualTo(second);
  }

  /// Each row: what fires between two local times (the second one excluded), as `HH:mm+offset`.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # forward, 02:00 to 03:00
          30 2 * * *    | Europe/Berlin | 2026-03-29T00:00:00+01:00 | 2026-03-30T00:00:00+02:00 | 03:00+02:00
          30 2 * * *    | Europe/Berlin | 2027-03-28T00:00:00+01:00 | 2027-03-29T00:00:00+02:00 | 03:00+02:00
          0,30 2 * * *  | Europe/Berlin | 2026-03-29T00:00:00+01:00 | 2026-03-30T00:00:00+02:00 | 03:00+02:00
          30 2,3 * * *  | Europe/Berlin | 2026-03-29T00:00:00+01:00 | 2026-03-30T00:00:00+02:00 | 03:00+02:00 03:30+02:00
          0 3 * * *     | Europe/Berlin | 2026-03-29T00:00:00+01:00 | 2026-03-30T00:00:00+02:00 | 03:00+02:00
          0 2,3 * * *   | Europe/Berlin | 2026-03-29T00:00:00+01:00 | 2026-03-30T00:00:00+02:00 | 03:00+02:00
          */20 2 * * *  | Europe/Berlin | 2026-03-29T00:00:00+01:00 | 2026-03-30T00:00:00+02:00 | 03:00+02:00
          0 */2 * * *   | Europe/Berlin | 2026-03-29T00:00:00+01:00 | 2026-03-29T06:00:00+02:00 | 00:00+01:00 03:00+02:00 04:00+02:00
          30 * * * *    | Europe/Berlin | 2026-03-29T00:00:00+01:00 | 2026-03-29T05:00:00+02:00 | 00:30+01:00 01:30+01:00 03:30+02:00 04:30+02:00
          */30 * * * *  | Europe/Berlin | 2026-03-29T01:00:00+01:00 | 2026-03-29T04:00:00+02:00 | 01:00+01:00 01:30+01:00 03:00+02:00 03:30+02:00
          30 2 30 3 *   | Europe/Berlin | 2026-03-29T00:00:00+01:00 | 2026-03-31T00:00:00+02:00 | 02:30+02:00
          30 2 * * *    | America/New_York | 2026-03-08T00:00:00-05:00 | 2026-03-09T00:00:00-04:00 | 03:00-04:00
          30 2 * * *    | America/New_York | 2027-03-14T00:00:00-05:00 | 2027-03-15T00:00:00-04:00 | 03:00-04:00
          0 * * * *     | America/New_York | 2026-03-08T01:00:00-05:00 | 2026-03-08T05:00:00-04:00 | 01:00-05:00 03:00-04:00 04:00-04:00
          # Lord Howe: forward half an hour, 02:00 to 02:30
          15 2 * * *    | Australia/Lord_Howe | 2026-10-04T00:00:00+10:30 | 2026-10-05T00:00:00+11:00 | 02:30+11:00
          15 2 * * *    | Australia/Lord_Howe | 2027-10-03T00:00:00+10:30 | 2027-10-04T00:00:00+11:00 | 02:30+11:00
          45 2 * * *    | Australia/Lord_Howe | 2026-10-04T00:00:00+10:30 | 2026-10-05T00:00:00+11:00 | 02:45+11:00
          */15 * * * *  | Australia/Lord_Howe | 2026-10-04T01:30:00+10:30 | 2026-10-04T03:00:00+11:00 | 01:30+10:30 01:45+10:30 02:30+11:00 02:45+11:00
          # back, 03:00 to 02:00
          30 2 * * *    | Europe/Berlin | 2026-10-25T00:00:00+02:00 | 2026-10-26T00:00:00+01:00 | 02:30+02:00
          30 2 * * *    | Europe/Berlin | 2027-10-31T00:00:00+02:00 | 2027-11-01T00:00:00+01:00 | 02:30+02:00
          0 2 * * *     | Europe/Berlin | 2026-10-25T00:00:00+02:00 | 2026-10-26T00:00:00+01:00 | 02:00+02:00
          0 3 * * *     | Europe/Berlin | 2026-10-25T00:00:00+02:00 | 2026-10-26T00:00:00+01:00 | 03:00+01:00
          0 * * * *     | Europe/Berlin | 2026-10-25T01:00:00+02:00 | 2026-10-25T04:00:00+01:00 | 01:00+02:00 02:00+02:00 02:00+01:00 03:00+01:00
          30 0-23 * * * | Europe/Berlin | 2026-10-25T01:00:00+02:00 | 2026-10-25T04:00:00+01:00 | 01:30+02:00 02:30+02:00 02:30+01:00 03:30+01:00
          */30 2 * * *  | Europe/Berlin | 2026-10-25T01:00:00+02:00 | 2026-10-25T04:00:00+01:00 | 02:00+02:00 02:30+02:00 02:00+01:00 02:30+01:00
          30 1 * * *    | America/New_York | 2026-11-01T00:00:00-04:00 | 2026-11-02T00:00:00-05:00 | 01:30-04:00
          30 1 * * *    | America/New_York | 2027-11-07T00:00:00-04:00 | 2027-11-08T00:00:00-05:00 | 01:30-04:00
          0 * * * *     | America/New_York | 2026-11-01T00:00:00-04:00 | 2026-11-01T03:00:00-05:00 | 00:00-04:00 01:00-04:00 01:00-05:00 02:00-05:00
          # Lord Howe: back half an hour, 02:00 to 01:30
          45 1 * * *    | Australia/Lord_Howe | 2026-04-05T00:00:00+11:00 | 2026-04-06T00:00:00+10:30 | 01:45+11:00
          45 1 * * *    | Australia/Lord_Howe | 2027-04-04T00:00:00+11:00 | 2027-04-05T00:00:00+10:30 | 01:45+11:00
          */15 * * * *  | Australia/Lord_Howe | 2026-04-05T01:30:00+11:00 | 2026-04-05T02:15:00+10:30 | 01:30+11:00 01:45+11:00 01:30+10:30 01:45+10:30 02:00+10:30
          # no clock change, but three quarters of an hour
          0 0 * * *     | Asia/Kathmandu | 2026-03-29T00:00:00+05:45 | 2026-03-30T00:00:00+05:45 | 00:00+05:45
          */30 5 * * *  | Asia/Kathmandu | 2026-10-25T00:00:00+05:45 | 2026-10-26T00:00:00+05:45 | 05:00+05:45 05:30+05:45
          # midnight itself falls into the gap
          0 0 * * *     | America/Havana | 2026-03-08T00:00:00-05:00 | 2026-03-09T00:00:00-04:00 | 01:00-04:00
          """)
  void firesOnTheDaysWhenClocksChange(
      String cron, ZoneId zone, String from, String until, String expected) {
    Instant end = OffsetDateTime.parse(until).toInstant();
    var fired = new ArrayList<String>();
    var expression = CronExpression.parse(cron);
    Instant at = expression.next(OffsetDateTime.parse(from).toInstant().minusNanos(1), zone);
    while (at.isBefore(end)) {
      var local = at.atZone(zone);
      fired.add(local.toLocalTime() + local.getOffset().toString());
      at = expression.next(at, zone);
    }
    assertThat(fired).isEqualTo(List.of(expected.split(" ")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          75 2 * * *     | the minute "75" is out of range. Allowed: 0 to 59, lists (1,5), ranges (1-5), steps (*/5), and *.
          0 24 * * *     | the hour "24" is out of range. Allowed: 0 to 23, lists (1,5), ranges (1-5), steps (*/5), and *.
          0 0 0 * *      | the day of the month "0" is out of range. Allowed: 1 to 31, lists (1,5), ranges (1-5), steps (*/5), and *.
          0 0 * 13 *     | the month "13" is out of range. Allowed: 1 to 12, JAN to DEC, lists (1,5), ranges (1-5), steps (*/5), and *.
          0 0 * * 8      | the day of the week "8" is out of range. Allowed: 0 to 7, SUN to SAT, lists (1,5), ranges (1-5), steps (*/5), and *.
          0 0 * * MOM    | the day of the week "MOM" is unknown. Did you mean MON? Allowed: 0 to 7, SUN to SAT, lists (1,5), ranges (1-5), steps (*/5), and *.
          0 0 ? * 1      | the day of the month "?" is unknown. Write "*". Allowed: 1 to 31, lists (1,5), ranges (1-5), steps (*/5), and *.
          0 0 L * *      | the day of the month "L" is unknown. Allowed: 1 to 31, lists (1,5), ranges (1-5), steps (*/5), and *.
          */0 * * * *    | the minute "*/0" has the step "0". Allowed steps: 1 to 59.
          */90 * * * *   | the minute "*/90" has the step "90". Allowed steps: 1 to 59.
          5/15 * * * *   | the minute "5/15" has a step without a range. Write "5-59/15".
          0 22-4 * * *   | the hour "22-4" runs backwards. Write "22-23,0-4".
          0 0 * * 6-1    | the day of the week "6-1" runs backwards. Write "6,0-1".
          1,,2 * * * *   | the minute "1,,2" has an empty part. Allowed: 0 to 59, lists (1,5), ranges (1-5), steps (*/5), and *.
          -5 * * * *     | the minute "-5" is unknown. Allowed: 0 to 59, lists (1,5), ranges (1-5), steps (*/5), and *.
          0 0 30 2 *     | it never fires: FEB has no day 30. Name a day that exists.
          0 0 31 4,6 *   | it never fires: APR, JUN has no day 31. Name a day that exists.
          0 0 31 4 */2   | it never fires: APR has no day 31. Name a day that exists.
          @reboot        | "@reboot" is no time. Leave the schedule out: a rule scans its files at each start anyway.
          @dayly         | "@dayly" is unknown. Did you mean @daily? Allowed: @annually @daily @hourly @midnight @monthly @weekly @yearly.
          0 2 * *        | it has 4 fields. Write five: minute, hour, day of the month, month, day of the week, such as "30 2 * * *", or @daily.
          daily          | it is systemd's word. Write "@daily".
          noon           | it has 1 field. Write five: minute, hour, day of the month, month, day of the week, such as "30 2 * * *", or @daily.
          *-*-* 05:30:00 | it is systemd's OnCalendar. Write "30 5 * * *".
          05:30          | it is systemd's OnCalendar. Write "30 5 * * *".
          Mon..Fri 09:00 | it is systemd's OnCalendar. Write five: minute, hour, day of the month, month, day of the week, such as "30 2 * * *", or @daily.
          0 5 * * * root | it is a line of a crontab, with "root" after its five fields. Write the five: "0 5 * * *".
          0 5 * * * /usr/bin/x -y | it is a line of a crontab, with "/usr/bin/x" after its five fields. Write the five: "0 5 * * *".
          61 5 * * * root | it is a line of a crontab, with "root" after its five fields. Write five: minute, hour, day of the month, month, day of the week, such as "30 2 * * *", or @daily.
          minutely | it is systemd's word. Write "* * * * *".
          Quarterly | it is systemd's word. Write "0 0 1 1,4,7,10 *".
          0\u00a05 * * * | it contains U+00A0, which looks like a blank. Replace it by a blank.
          TZ=Here/There 0 5 * * * | it begins with a time zone. Write cron: "0 5 * * *" and timezone: its name, such as Europe/Berlin.
          TZ=UTC 0 5 * * * | it begins with a time zone. Write cron: "0 5 * * *" and timezone: UTC.
          CRON_TZ=Europe/Berlin 0 5 * * * | it begins with a time zone. Write cron: "0 5 * * *" and timezone: Europe/Berlin.
          0 3 * * 7-1    | the day of the week "7-1" runs backwards. Write "0-1".
          0 3 * * 7/2    | the day of the week "7/2" has a step without a range. Write "0-6/2".
          0 30 2 * * ?   | it has 6 fields, with seconds first, as Quartz writes it. Write the five of cron: "30 2 * * *".
          0 0 12 ? * 2-6 * | it has 7 fields, with seconds first, as Quartz writes it. Write the five of cron: "0 12 * * MON-FRI".
          30 0 12 * * ?  | it has 6 fields, with seconds first, as Quartz writes it. Write five: minute, hour, day of the month, month, day of the week, such as "30 2 * * *", or @daily.
          0 0 12 L * ?   | it has 6 fields, with seconds first, as Quartz writes it. Write five: minute, hour, day of the month, month, day of the week, such as "30 2 * * *", or @daily.
          """)
  void saysWhatIsWrong(String cron, String problem) {
    assertThatThrownBy(() -> CronExpression.parse(cron))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cannot read the schedule \"" + cron + "\": " + problem);
  }

  /// What a message advises can be read.
  @Test
  void itsAdviceIsValid() {
    for (String field : List.of("%d-%d", "%d/%d")) {
      for (int one = 0; one <= 7; one++) {
        for (int other = 1; other <= 6; other++) {
          String weekday = field.formatted(one, other);
          try {
            CronExpression.parse("0 3 * * " + weekday);
          } catch (IllegalArgumentException e) {
            String advice =
                String.valueOf(e.getMessage()).replaceFirst("(?s).*Write \"(.*)\"\\..*", "$1");
            assertThatCode(() -> CronExpression.parse("0 3 * * " + advice))
                .as(weekday)
                .doesNotThrowAnyException();
          }
        }
      }
    }
  }

  @Test
  void refusesAnEmptyText() {
    assertThatThrownBy(() -> CronExpression.parse("  "))
        .hasMessageStartingWith("cannot read the schedule \"\": it is empty. Write five:");
  }

  @Test
  void goesByTheNameItWasWrittenWith() {
    assertThat(CronExpression.parse(" @daily ")).hasToString("@daily");
  }
}
