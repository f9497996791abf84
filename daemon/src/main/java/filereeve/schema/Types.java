package filereeve.schema;

import filereeve.schema.Node.Kind;
import filereeve.units.Durations;
import filereeve.units.Size;
import filereeve.words.Nearest;
import filereeve.zone.SystemZone;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The single values that more than one section has.
public final class Types {
  public static final Set<Kind> TEXT_ONLY = Set.of(Kind.TEXT);
  private static final Set<Kind> WITH_UNIT = Set.of(Kind.TEXT, Kind.NUMBER);

  /// A variable may be written for any value.
  public static final Map<String, Object> VARIABLE = ordered("type", "string", "pattern", "\\$\\{");

  private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@-]{0,31}\\$?");
  private static final Pattern OCTAL = Pattern.compile("0[0-7]{3,4}");

  public static final Type<Boolean> BOOLEAN =
      new ScalarType<>(
          "`true` or `false`",
          "true or false",
          "Write true or false",
          Set.of(Kind.BOOLEAN),
          Types::parseBoolean,
          ordered("anyOf", List.of(ordered("type", "boolean"), VARIABLE)));

  public static final Type<Size> SIZE =
      new ScalarType<>(
          "size",
          "a size such as 100 MiB",
          "Write a number and a unit, such as \"100 MiB\"",
          WITH_UNIT,
          Size::parse,
          pattern("^ *[0-9]+(\\.[0-9]+)? *(B|[KMGT]i?B) *$"));

  public static final Type<Path> PATH =
      new ScalarType<>(
          "path",
          "an absolute path",
          "Write the whole path, beginning with /",
          TEXT_ONLY,
          text -> Path.of(absolute(text)),
          pattern("^/"));

  public static final Type<ZoneId> ZONE =
      new ScalarType<>(
          "time zone",
          "a time zone such as Europe/Berlin",
          "Write a name such as Europe/Berlin, UTC, or system",
          TEXT_ONLY,
          Types::zone,
          ordered("type", "string"));

  public static final Type<Integer> MODE =
      new ScalarType<>(
          "mode",
          "a file mode such as \"0640\"",
          "Write a leading zero and three or four octal digits, such as \"0640\"",
          TEXT_ONLY,
          text -> Integer.parseInt(matching(OCTAL, text, "a file mode"), 8),
          pattern("^0[0-7]{3,4}$"));

  public static final Type<String> ACCOUNT_NAME =
      text(
          "name",
          "the name of a user or group",
          "Write a name such as app",
          text -> matching(ACCOUNT, text, "the name of a user or group"));

  private Types() {}

  /// One of an enum's constants, in lower case.
  public static <E extends Enum<E>> ScalarType<E> oneOf(Class<E> type) {
    return oneOf(List.of(type.getEnumConstants()), e -> e.name().toLowerCase(Locale.ROOT));
  }

  public static <E> ScalarType<E> oneOf(List<E> values, Function<E, String> toWord) {
    var byWord = new LinkedHashMap<String, E>();
    values.forEach(v -> byWord.put(toWord.apply(v), v));
    String all = (byWord.size() == 1 ? "" : "one of ") + String.join(", ", byWord.keySet());
    return new ScalarType<>(
        String.join(" or ", byWord.keySet().stream().map("`%s`"::formatted).toList()),
        all,
        "Write " + all,
        TEXT_ONLY,
        text ->
            Optional.ofNullable(byWord.get(text))
                .orElseThrow(
                    () -> new IllegalArgumentException(unknownWord(text, byWord.keySet()))),
        ordered("anyOf", List.of(ordered("enum", List.copyOf(byWord.keySet())), VARIABLE)));
  }

  private static String unknownWord(String text, Set<String> known) {
    return "\"%s\" is not known here".formatted(text)
        + Nearest.hint(text.replaceFirst("^SIG", ""), known);
  }

  public static Type<Integer> whole(int min, int max) {
    String limits = min + " to " + max; // a format would load the numbers of the host's language
    String range = "a whole number from " + limits;
    return new ScalarType<>(
        limits,
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
  public static Type<Duration> duration(String min) {
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

  /// A text that is not empty.
  public static <T> Type<T> text(
      String name, String what, String remedy, Function<String, T> parse) {
    return new ScalarType<>(
        name, what, remedy, TEXT_ONLY, parse, ordered("type", "string", "minLength", 1));
  }

  public static Map<String, Object> ordered(Object... keysAndValues) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  public static Map<String, Object> pattern(String regex) {
    return ordered("type", "string", "pattern", regex + "|\\$\\{");
  }

  private static Boolean parseBoolean(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("\"%s\" is not true or false".formatted(text));
    };
  }

  public static String matching(Pattern pattern, String text, String what) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException("\"%s\" is not %s".formatted(text, what));
    }
    return text;
  }

  /// The text itself, if it is an absolute path or glob that can mean what was meant.
  ///
  /// @throws IllegalArgumentException with what is wrong, and the remedy
  public static String absolute(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("the path is empty");
    }
    if (text.startsWith("~")) {
      throw new IllegalArgumentException(
          "\"%s\": `~` is not replaced here. Write the whole path".formatted(text));
    }
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException(
          "\"%s\" is a relative path. Write the whole path, such as /%s".formatted(text, text));
    }
    refuseOddNames(text);
    return text;
  }

  /// No-break spaces and their like, as they come from web pages.
  private static boolean isUnseen(int character) {
    int type = Character.getType(character);
    return character != ' '
        && (type == Character.SPACE_SEPARATOR
            || type == Character.FORMAT
            || type == Character.LINE_SEPARATOR);
  }

  private static void refuseOddNames(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("the path contains a NUL. Remove it");
    }
    Optional<Integer> unseen = text.codePoints().filter(Types::isUnseen).boxed().findFirst();
    if (unseen.isPresent()) {
      throw new IllegalArgumentException(
          "\"%s\" contains U+%04X, which looks like nothing or like a blank. Remove it"
              .formatted(text, unseen.get()));
    }
    if (!text.equals(text.strip())) {
      throw new IllegalArgumentException(
          "\"%s\" begins or ends with a blank. Remove it".formatted(text));
    }
    if (text.contains("//")) {
      throw new IllegalArgumentException(
          "\"%s\" matches nothing: it contains `//`. Write one slash".formatted(text));
    }
    if (text.length() > 1 && text.endsWith("/")) {
      throw new IllegalArgumentException(
          "\"%s\" ends with a slash. Name the files, such as %s*".formatted(text, text));
    }
    List<String> names = List.of(text.split("/", -1));
    if (names.contains("..") || names.contains(".")) {
      throw new IllegalArgumentException(
          "\"%s\" goes through `.` or `..`. Write the path without".formatted(text));
    }
  }

  /// `system` is the one that the host is set to.
  private static ZoneId zone(String text) {
    if (text.equals("system")) {
      return SystemZone.now().zone();
    }
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "\"%s\" is not a time zone".formatted(text)
              + Nearest.to(text, ZoneId.getAvailableZoneIds())
                  .map("; did you mean %s?"::formatted)
                  .orElse(""),
          e);
    }
  }
}
