package filereeve.schedule;

import static java.util.stream.Collectors.joining;

import filereeve.words.Nearest;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes the text of a cron expression apart, and says what is wrong with it.
final class CronText {
  private static final Map<String, String> NICKNAMES =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");

  private static final List<String> WEEKDAYS_OF_QUARTZ =
      List.of("", "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  /// `TZ=UTC 0 5 * * *`.
  private static final Pattern ZONE = Pattern.compile("(?:CRON_)?TZ=(\\S+)(.*)");

  /// `*-*-* 05:30:00`, `05:30`.
  private static final Pattern CALENDAR =
      Pattern.compile("(?:\\*-\\*-\\* )?([01]?[0-9]|2[0-3]):([0-5][0-9])(?::00)?");

  private static final Pattern FIELD =
      Pattern.compile("(?i)[0-9*?/,#L-]*((SUN|MON|TUE|WED|THU|FRI|SAT)[0-9*?/,#L-]*)*");

  private CronText() {}

  /// The five fields, after `@daily` and the like were replaced by what they stand for.
  ///
  /// @throws IllegalArgumentException with the reason, a clause that follows a colon
  static List<String> fields(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty()) {
      throw new IllegalArgumentException("it is empty. " + shape());
    }
    if (trimmed.startsWith("@")) {
      return List.of(nickname(trimmed.toLowerCase(Locale.ROOT)).split(" "));
    }
    trimmed
        .codePoints()
        .filter(c -> Character.isSpaceChar(c) && c != ' ')
        .findFirst()
        .ifPresent(
            blank -> {
              throw new IllegalArgumentException(
                  "it contains U+%04X, which looks like a blank. Replace it by a blank."
                      .formatted(blank));
            });
    List<String> fields = List.of(trimmed.split("\\s+"));
    otherLanguage(trimmed, fields)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
    if (fields.size() == 6 || fields.size() == 7) {
      throw new IllegalArgumentException(
          "it has %d fields, with seconds first, as Quartz writes it. %s"
              .formatted(fields.size(), fiveFieldForm(fields)));
    }
    if (fields.size() != 5) {
      throw new IllegalArgumentException(
          "it has %d field%s. %s".formatted(fields.size(), fields.size() == 1 ? "" : "s", shape()));
    }
    return fields;
  }

  /// What it means elsewhere, and how that is written here.
  private static Optional<String> otherLanguage(String text, List<String> fields) {
    Matcher zone = ZONE.matcher(text);
    if (zone.matches()) {
      String rest = zone.group(2).strip();
      String schedule = readable(rest) ? "\"" + rest + "\"" : "the five fields";
      String name =
          ZoneId.getAvailableZoneIds().contains(zone.group(1))
              ? zone.group(1)
              : "its name, such as Europe/Berlin";
      return Optional.of(
          "it begins with a time zone. Write cron: %s and timezone: %s.".formatted(schedule, name));
    }
    Optional<String> word = ofSystemd(text.toLowerCase(Locale.ROOT));
    if (word.isPresent()) {
      return word.map("it is systemd's word. Write \"%s\"."::formatted);
    }
    Matcher calendar = CALENDAR.matcher(text);
    if (calendar.matches()) {
      return Optional.of(
          "it is systemd's OnCalendar. Write \"%d %d * * *\"."
              .formatted(Integer.parseInt(calendar.group(2)), Integer.parseInt(calendar.group(1))));
    }
    if (text.contains("*-*-*") || text.contains("..")) {
      return Optional.of("it is systemd's OnCalendar. " + shape());
    }
    if (fields.size() <= 5 || isField(fields.get(5))) {
      return Optional.empty();
    }
    String five = String.join(" ", fields.subList(0, 5));
    return Optional.of(
        "it is a line of a crontab, with \"%s\" after its five fields. ".formatted(fields.get(5))
            + (readable(five) ? "Write the five: \"" + five + "\"." : shape()));
  }

  private static Optional<String> ofSystemd(String word) {
    return switch (word) {
      case "minutely" -> Optional.of("* * * * *");
      case "quarterly" -> Optional.of("0 0 1 1,4,7,10 *");
      case "semiannually", "biannually", "bi-annually" -> Optional.of("0 0 1 1,7 *");
      default -> Optional.of("@" + word).filter(NICKNAMES::containsKey);
    };
  }

  /// Whether it can be the day of the week of Quartz.
  private static boolean isField(String text) {
    return FIELD.matcher(text).matches();
  }

  private static String nickname(String name) {
    if (name.equals("@reboot")) {
      throw new IllegalArgumentException(
          "\"@reboot\" is no time. Leave the schedule out: a rule scans its files at each start"
              + " anyway.");
    }
    String fields = NICKNAMES.get(name);
    if (fields == null) {
      throw new IllegalArgumentException(
          "\"%s\" is unknown. %sAllowed: %s."
              .formatted(
                  name,
                  Nearest.to(name, NICKNAMES.keySet())
                      .map("Did you mean %s? "::formatted)
                      .orElse(""),
                  NICKNAMES.keySet().stream().sorted().collect(joining(" "))));
    }
    return fields;
  }

  private static String shape() {
    return "Write five: minute, hour, day of the month, month, day of the week, such as"
        + " \"30 2 * * *\", or @daily.";
  }

  /// What to write instead of a Quartz expression, if cron can say the same.
  private static String fiveFieldForm(List<String> quartz) {
    String day = quartz.get(3).replace("?", "*");
    String weekday = weekdayOfQuartz(quartz.get(5).replace("?", "*"));
    String five =
        String.join(" ", quartz.get(1), quartz.get(2), day, quartz.get(4), weekday)
            .toUpperCase(Locale.ROOT);
    boolean everyYear = quartz.size() == 6 || quartz.get(6).equals("*");
    return quartz.getFirst().equals("0") && everyYear && readable(five)
        ? "Write the five of cron: \"" + five + "\"."
        : shape();
  }

  /// Quartz counts from Sunday as 1, cron from Sunday as 0: names mean the same in both.
  private static String weekdayOfQuartz(String field) {
    var named = new StringBuilder();
    int step = field.indexOf('/');
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      boolean number = c >= '1' && c <= '7' && (step < 0 || i < step);
      named.append(number ? WEEKDAYS_OF_QUARTZ.get(c - '0') : String.valueOf(c));
    }
    return named.toString();
  }

  private static boolean readable(String five) {
    try {
      CronExpression.parse(five);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
