package filereeve.config;

import filereeve.config.Node.Kind;
import filereeve.route.Glob;
import filereeve.schedule.CronExpression;
import filereeve.units.Durations;
import filereeve.units.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The single values of the language.
final class Types {
  static final Set<Kind> TEXT_ONLY = Set.of(Kind.TEXT);
  private static final Set<Kind> WITH_UNIT = Set.of(Kind.TEXT, Kind.NUMBER);

  /// Where a value may stand, a variable may.
  static final Map<String, Object> VARIABLE = ordered("type", "string", "pattern", "\\$\\{");

  private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@-]{0,31}\\$?");
  private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:_.\\\\@-]{0,255}");
  private static final Pattern OCTAL = Pattern.compile("0[0-7]{3,4}");

  static final Type<Integer> VERSION =
      new ScalarType<>(
          "`1`",
          "the number 1",
          "Write `version: 1`",
          Set.of(Kind.NUMBER),
          text -> {
            if (!text.equals("1")) {
              throw new IllegalArgumentException(
                  "this program knows version 1 of the language only, not %s".formatted(text));
            }
            return 1;
          },
          ordered("const", 1));

  static final Type<Boolean> BOOLEAN =
      new ScalarType<>(
          "`true` or `false`",
          "true or false",
          "Write true or false",
          Set.of(Kind.BOOLEAN),
          Types::parseBoolean,
          ordered("anyOf", List.of(ordered("type", "boolean"), VARIABLE)));

  static final Type<Size> SIZE =
      new ScalarType<>(
          "size",
          "a size such as 100 MiB",
          "Write a number and a unit, such as \"100 MiB\"",
          WITH_UNIT,
          Size::parse,
          pattern("^ *[0-9]+(\\.[0-9]+)? *(B|[KMGT]i?B) *$"));

  static final Type<Path> PATH =
      new ScalarType<>(
          "path",
          "an absolute path",
          "Write the whole path, beginning with /",
          TEXT_ONLY,
          Paths::absolute,
          pattern("^/"));

  static final Type<Glob> GLOB =
      new ScalarType<>(
          "glob",
          "an absolute path, perhaps with wildcards",
          "Write an absolute path such as /var/log/app/*.log",
          TEXT_ONLY,
          Paths::glob,
          pattern("^/"));

  static final Type<Glob> IGNORED_GLOB =
      new ScalarType<>(
          "glob",
          "an absolute path, perhaps with wildcards",
          "Write an absolute path such as /etc/app/*.bak, or **/*.bak",
          TEXT_ONLY,
          Paths::ignored,
          pattern("^(/|\\*\\*/)"));

  static final Type<String> INCLUDE =
      new ScalarType<>(
          "file name or glob",
          "a file name, perhaps with wildcards",
          "Write a path such as conf.d/*.yaml",
          TEXT_ONLY,
          Paths::include,
          ordered("type", "string", "minLength", 1));

  static final Type<String> ARCHIVE_DIR =
      new ScalarType<>(
          "directory",
          "the name of a directory beside the log, or an absolute path",
          "Write a name such as archive, or an absolute path",
          TEXT_ONLY,
          Paths::into,
          ordered("type", "string", "minLength", 1));

  static final Type<ZoneId> ZONE =
      new ScalarType<>(
          "time zone",
          "a time zone such as Europe/Berlin",
          "Write a name such as Europe/Berlin, UTC, or system",
          TEXT_ONLY,
          Zones::parse,
          ordered("type", "string"));

  static final Type<String> CRON =
      new ScalarType<>(
          "cron expression",
          "a cron expression such as \"30 2 * * *\"",
          "Write five fields (minute hour day month weekday) in quotes, or \"@daily\"",
          TEXT_ONLY,
          text -> CronExpression.parse(text).toString(),
          ordered("type", "string"));

  static final Type<Integer> MODE =
      new ScalarType<>(
          "mode",
          "a file mode such as \"0640\"",
          "Write a leading zero and three or four octal digits, such as \"0640\"",
          TEXT_ONLY,
          text -> Integer.parseInt(matching(OCTAL, text, "a file mode"), 8),
          pattern("^0[0-7]{3,4}$"));

  static final Type<String> ACCOUNT_NAME =
      new ScalarType<>(
          "name",
          "the name of a user or group",
          "Write a name such as app",
          TEXT_ONLY,
          text -> matching(ACCOUNT, text, "the name of a user or group"),
          ordered("type", "string", "minLength", 1));

  static final Type<String> SYSTEMD_UNIT =
      new ScalarType<>(
          "unit",
          "the name of a systemd unit",
          "Write a name such as nginx.service",
          TEXT_ONLY,
          text -> matching(UNIT, text, "the name of a systemd unit"),
          ordered("type", "string", "minLength", 1));

  /// `<rule>` is known everywhere, these where there is something to put in their place.
  private static final Pattern PLACEHOLDER = Pattern.compile("<(path|archive|message)>");

  static final Type<List<String>> COMMAND = command(Set.of());

  private Types() {}

  /// A program and its arguments.
  ///
  /// @param placeholders that have a value there, besides `rule`
  static Type<List<String>> command(Set<String> placeholders) {
    return new ListType<>(
        "command",
        new ScalarType<>(
            "argument",
            "a program or an argument",
            "Write text",
            Set.of(Kind.TEXT, Kind.NUMBER, Kind.BOOLEAN),
            text -> argument(text, placeholders),
            ordered("type", List.of("string", "number", "boolean"))),
        "[nginx, -t]",
        false);
  }

  static Type<Integer> whole(int min, int max) {
    String range = "a whole number from %d to %d".formatted(min, max);
    return new ScalarType<>(
        "%d to %d".formatted(min, max),
        range,
        "Write " + range,
        Set.of(Kind.NUMBER),
        text -> {
          if (!text.matches("-?\\d{1,18}")) {
            throw new IllegalArgumentException("\"%s\" is not a whole number".formatted(text));
          }
          long number = Long.parseLong(text);
          if (number < min || number > max) {
            throw new IllegalArgumentException(
                "%d is too %s".formatted(number, number < min ? "small" : "large"));
          }
          return (int) number;
        },
        ordered(
            "anyOf",
            List.of(ordered("type", "integer", "minimum", min, "maximum", max), VARIABLE)));
  }

  /// @param min as one would write it
  static Type<Duration> duration(String min) {
    Duration least = Durations.parse(min);
    return new ScalarType<>(
        "duration",
        "a duration such as 30s",
        "Write a number and a unit, such as \"30s\" or \"1h30m\"",
        WITH_UNIT,
        text -> {
          Duration duration = Durations.parse(text);
          if (duration.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                "\"%s\" is too short. Write %s or more".formatted(text, min));
          }
          return duration;
        },
        pattern("^ *([0-9]+ *(ms|s|m|h|d|w) *)+$"));
  }

  static Map<String, Object> ordered(Object... keysAndValues) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  private static Map<String, Object> pattern(String regex) {
    return ordered("type", "string", "pattern", regex + "|\\$\\{");
  }

  private static Boolean parseBoolean(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("\"%s\" is not true or false".formatted(text));
    };
  }

  private static String argument(String text, Set<String> placeholders) {
    Matcher placeholder = PLACEHOLDER.matcher(text);
    while (placeholder.find()) {
      if (!placeholders.contains(placeholder.group(1))) {
        throw new IllegalArgumentException(
            "the placeholder `%s` has no value here. Remove it".formatted(placeholder.group()));
      }
    }
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("an argument cannot contain a NUL. Remove it");
    }
    return text;
  }

  private static String matching(Pattern pattern, String text, String what) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException("\"%s\" is not %s".formatted(text, what));
    }
    return text;
  }
}
