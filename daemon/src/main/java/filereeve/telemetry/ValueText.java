package filereeve.telemetry;

import filereeve.event.RunKey;
import filereeve.event.Subject;
import filereeve.posix.PosixException;
import filereeve.units.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a field's value reads like, the same in every format: sizes are bytes, durations `12ms` or
/// `1.234s`, instants ISO in UTC, constants in lower case, lists with spaces between.
final class ValueText {
  /// Longer texts are cut: the journal splits lines of 48 KiB, and a line must stay one.
  static final int LONGEST = 8_000;

  private ValueText() {}

  static String of(Object value) {
    return switch (value) {
      case String s -> cut(s);
      case Path p -> PathText.of(p);
      case Subject.File(Path p) -> PathText.of(p);
      case Subject.Part(String name, Optional<Path> in) when in.isPresent() ->
          name + " of " + PathText.of(in.get());
      case RunKey(var rule, var subject) -> rule + " " + of(subject);
      case Size size -> Long.toString(size.bytes());
      case Duration d -> duration(d);
      case Enum<?> e -> e.name().toLowerCase(Locale.ROOT).replace('_', '-');
      case PosixException e -> cut(String.valueOf(e.getMessage()));
      case Throwable t -> cut(t.getMessage() == null ? t.getClass().getName() : described(t));
      case Iterable<?> list -> cut(String.join(" ", each(list)));
      default -> cut(value.toString());
    };
  }

  /// Whether JSON has this value without quotes.
  static boolean isBare(Object value) {
    return switch (value) {
      case Size _, Long _, Integer _, Short _, Byte _, Boolean _ -> true;
      case Double d -> Double.isFinite(d);
      default -> false;
    };
  }

  static List<String> each(Iterable<?> list) {
    var texts = new ArrayList<String>();
    list.forEach(v -> texts.add(of(v)));
    return texts;
  }

  /// Many of Java's own say only the path: the type is the cause then.
  private static String described(Throwable t) {
    return t.getClass().getSimpleName() + ": " + t.getMessage();
  }

  private static String duration(Duration d) {
    Duration length = d.abs();
    long tenthsOfMillis = length.toNanosPart() / 100_000;
    String text;
    if (length.toSeconds() > 0) {
      text = decimal(length.toSeconds(), length.toMillisPart(), 1_000) + "s";
    } else if (tenthsOfMillis >= 100) {
      text = tenthsOfMillis / 10 + "ms";
    } else {
      text = decimal(tenthsOfMillis / 10, tenthsOfMillis % 10, 10) + "ms";
    }
    return d.isNegative() && !text.equals("0ms") ? "-" + text : text;
  }

  /// @param parts of a whole, fewer than `whole`, which is a power of ten
  private static String decimal(long number, long parts, long whole) {
    if (parts == 0) {
      return Long.toString(number);
    }
    long shortest = parts;
    long of = whole;
    while (shortest % 10 == 0) {
      shortest /= 10;
      of /= 10;
    }
    return number + "." + Long.toString(of + shortest).substring(1);
  }

  private static String cut(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end) + "… (" + (text.length() - end) + " more)";
  }
}
