package filereeve.units;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Compares durations, and reads and writes them with units: `250ms`, `30s`, `5m`, `2h`, `7d`,
/// `2w`, `1h30m`. A day is 24 hours, a week 7 days.
///
/// It counts in milliseconds: `Duration` multiplies and divides by `BigDecimal` (see [Size]).
public final class Durations {
  private record Unit(String symbol, long millis) {
    Unit(String symbol, Duration length) {
      this(symbol, length.toMillis());
    }
  }

  /// The units in the order in which they are written: from the longest to the shortest.
  private static final List<Unit> UNITS =
      List.of(
          new Unit("w", Duration.ofDays(7)),
          new Unit("d", Duration.ofDays(1)),
          new Unit("h", Duration.ofHours(1)),
          new Unit("m", Duration.ofMinutes(1)),
          new Unit("s", Duration.ofSeconds(1)),
          new Unit("ms", Duration.ofMillis(1)));

  /// The limit that keeps sums of durations far from overflow: about 100 years.
  private static final long LONGEST_MILLIS = Duration.ofDays(36_500).toMillis();

  /// Keeps the pattern below from recursing deeply; all units at once are shorter.
  private static final int MAX_LENGTH = 60;

  private static final Pattern FORM = Pattern.compile("(?:\\d+\\s*[A-Za-z]+\\s*)+");
  private static final Pattern PART = Pattern.compile("(\\d+)\\s*([A-Za-z]+)");
  private static final Pattern BARE = Pattern.compile("-?\\d+(\\.\\d+)?");

  private Durations() {}

  public static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  public static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /// @throws IllegalArgumentException if it is not a duration; the message says how to write it
  public static Duration parse(String text) {
    String stripped = text.strip();
    boolean tooLong = stripped.length() > MAX_LENGTH;
    if (BARE.matcher(stripped).matches()) {
      throw new IllegalArgumentException(
          "\"%s\" has no unit. Write for example \"%ss\" or \"%sm\""
              .formatted(text, stripped, stripped));
    }
    if (tooLong || !FORM.matcher(stripped).matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is not a duration. Write whole numbers with units, such as \"30s\" or \"1h30m\""
              .formatted(text));
    }
    Duration sum = Duration.ZERO;
    int last = -1;
    for (Matcher part = PART.matcher(stripped); part.find(); ) {
      int unit = unit(text, part.group(2));
      if (unit <= last) {
        throw new IllegalArgumentException(
            "\"%s\" is not ordered from the longest unit to the shortest, each once. Write it like \"1h30m\""
                .formatted(text));
      }
      last = unit;
      sum = sum.plus(times(text, part.group(1), UNITS.get(unit)));
    }
    return sum;
  }

  private static Duration times(String text, String number, Unit unit) {
    if (number.length() <= 15) {
      long count = Long.parseLong(number);
      if (count <= LONGEST_MILLIS / unit.millis()) {
        return Duration.ofMillis(count * unit.millis());
      }
    }
    throw new IllegalArgumentException(
        "\"%s\" is longer than 100 years. Write at most 36500d".formatted(text));
  }

  private static int unit(String text, String symbol) {
    for (int i = 0; i < UNITS.size(); i++) {
      if (UNITS.get(i).symbol().equals(symbol)) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "\"%s\" in \"%s\" is not a unit of time. Write %s".formatted(symbol, text, meant(symbol)));
  }

  /// The unit that was meant by `sec`, `minutes` or `D`.
  private static String meant(String symbol) {
    return switch (symbol.toLowerCase(Locale.ROOT).replaceFirst("s$", "")) {
      case "m", "milli", "millisecond", "msec" -> symbol.equals("M") ? "m" : "ms";
      case "", "sec", "second" -> "s";
      case "min", "minute" -> "m";
      case "h", "hr", "hour" -> "h";
      case "d", "day" -> "d";
      case "w", "week" -> "w";
      case "mo", "mon", "month" -> "days instead: \"30d\"";
      case "y", "yr", "year" -> "days instead: \"365d\"";
      default -> "one of ms, s, m, h, d, w";
    };
  }

  /// Writes a duration, exact to the millisecond, so that [#parse] can read it: `1h30m`, `2d`,
  /// `1s500ms`, `0s`.
  ///
  /// @param duration not negative
  public static String format(Duration duration) {
    var out = new StringBuilder();
    long rest = duration.toMillis();
    for (Unit unit : UNITS.subList(1, UNITS.size())) {
      long count = rest / unit.millis();
      if (count > 0) {
        out.append(count).append(unit.symbol());
        rest %= unit.millis();
      }
    }
    return out.isEmpty() ? "0s" : out.toString();
  }
}
