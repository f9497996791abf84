package filereeve.archive;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The date in a [NamePattern]: `-<yyyy><MM><dd>`. Its text has the same length for every date.
final class NameDate {
  /// The parts of a date, the longest first, each with as many digits as it has letters.
  private enum Field {
    YEAR("yyyy", ChronoField.YEAR, ChronoUnit.YEARS),
    MONTH("MM", ChronoField.MONTH_OF_YEAR, ChronoUnit.MONTHS),
    DAY("dd", ChronoField.DAY_OF_MONTH, ChronoUnit.DAYS),
    HOUR("HH", ChronoField.HOUR_OF_DAY, ChronoUnit.HOURS),
    MINUTE("mm", ChronoField.MINUTE_OF_HOUR, ChronoUnit.MINUTES),
    SECOND("ss", ChronoField.SECOND_OF_MINUTE, ChronoUnit.SECONDS);

    final String letters;
    final ChronoField field;
    final ChronoUnit unit;

    Field(String letters, ChronoField field, ChronoUnit unit) {
      this.letters = letters;
      this.field = field;
      this.unit = unit;
    }

    String shown() {
      return "<" + letters + ">";
    }

    String group() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The time that a date covers, both ends included.
  record Period(Instant from, Instant to) {
    Instant nearest(Instant time) {
      if (time.isBefore(from)) {
        return from;
      }
      return time.isAfter(to) ? to : time;
    }
  }

  private static final String FIELDS = "<yyyy>, <MM>, <dd>, <HH>, <mm> and <ss>";
  private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9._+@:,=~%-]");
  private static final Pattern TOKEN = Pattern.compile("(?s)<([^<>]*)>|.");

  private final String text;
  private final Set<Field> fields;
  private final int digits;
  private final String regex;

  private NameDate(String text, Set<Field> fields, String regex) {
    this.text = text;
    this.fields = fields;
    this.digits = fields.stream().mapToInt(field -> field.letters.length()).sum();
    this.regex = regex;
  }

  /// @param pattern the whole pattern, for messages
  /// @throws IllegalArgumentException whose last sentence is the remedy
  static NameDate parse(String pattern, String text) {
    var regex = new StringBuilder();
    Set<Field> fields = EnumSet.noneOf(Field.class);
    for (Matcher token = TOKEN.matcher(text); token.find(); ) {
      String letters = token.group(1);
      if (letters == null) {
        regex.append(Pattern.quote(literal(pattern, token.group())));
        continue;
      }
      Field field = field(pattern, letters);
      if (!fields.add(field)) {
        throw new IllegalArgumentException(
            "\"%s\" has %s twice. Write it once".formatted(pattern, field.shown()));
      }
      regex.append("(?<%s>\\d{%d})".formatted(field.group(), letters.length()));
    }
    requireNoGap(pattern, fields);
    requireApart(pattern, text);
    return new NameDate(text, fields, regex.toString());
  }

  private static String literal(String pattern, String character) {
    if (!LITERAL.matcher(character).matches()) {
      throw new IllegalArgumentException(
          "\"%s\": \"%s\" is not allowed in a pattern. Use letters, digits and . _ + @ : , = ~ %% -"
              .formatted(pattern, character));
    }
    return character;
  }

  private static Field field(String pattern, String letters) {
    for (Field field : Field.values()) {
      if (field.letters.equals(letters)) {
        return field;
      }
    }
    boolean name = Set.of("name", "stem", "ext").contains(letters);
    throw new IllegalArgumentException(
        name
            ? "\"%s\" has <%s> in the wrong place. Write it as <name>DATE or <stem>DATE<ext>"
                .formatted(pattern, letters)
            : "\"%s\": <%s> is not part of a date. Known are %s, in these letters"
                .formatted(pattern, letters, FIELDS));
  }

  private static void requireNoGap(String pattern, Set<Field> fields) {
    if (fields.isEmpty()) {
      throw new IllegalArgumentException(
          "all archives would have the same name with \"%s\". Add a date, such as -<yyyy><MM><dd>"
              .formatted(pattern));
    }
    for (Field field : List.of(Field.values()).subList(0, fields.size())) {
      if (!fields.contains(field)) {
        throw new IllegalArgumentException(
            "\"%s\" contains a smaller unit but not %s. Add it; <MM> is the month, <mm> the minute"
                .formatted(pattern, field.shown()));
      }
    }
  }

  private static void requireApart(String pattern, String text) {
    char first = text.charAt(0);
    if (first == '<' || Character.isDigit(first)) {
      throw new IllegalArgumentException(
          "the date of \"%s\" cannot be distinguished from digits in the log's name. Write something before it, such as -"
              .formatted(pattern));
    }
    if (ArchiveName.CODECS.stream().anyMatch(codec -> text.endsWith("." + codec))) {
      throw new IllegalArgumentException(
          "\"%s\" ends with the suffix of a codec, which is added automatically. Remove it"
              .formatted(pattern));
    }
  }

  /// Matches the texts that [#format] returns.
  String regex() {
    return regex;
  }

  /// Whether a name has at least as many digits as the date: a fast check that rejects most names
  /// without a date.
  boolean mayBeIn(String name) {
    int missing = digits;
    for (int i = name.length() - 1; i >= 0 && missing > 0; i--) {
      char c = name.charAt(i);
      missing -= c >= '0' && c <= '9' ? 1 : 0;
    }
    return missing <= 0;
  }

  /// The same time one date earlier; hours are of the time that passes, days of the calendar.
  Instant previous(Instant time, ZoneId zone) {
    ChronoUnit unit = ChronoUnit.YEARS;
    for (Field field : fields) {
      unit = field.unit;
    }
    return time.atZone(zone).minus(1, unit).toInstant();
  }

  String format(Instant time, ZoneId zone) {
    ZonedDateTime local = time.atZone(zone);
    String date = text;
    for (Field field : fields) {
      String digits = "%0" + field.letters.length() + "d";
      date = date.replace(field.shown(), digits.formatted(local.get(field.field)));
    }
    return date;
  }

  /// The time that a date covers. If clocks are set back within it, it covers both passes.
  ///
  /// @param match of [#regex]
  /// @return empty if the digits are not a date
  Optional<Period> period(Matcher match, ZoneId zone) {
    LocalDateTime begin = LocalDateTime.of(1, 1, 1, 0, 0);
    ChronoUnit unit = ChronoUnit.YEARS;
    try {
      for (Field field : fields) {
        begin = begin.with(field.field, Integer.parseInt(match.group(field.group())));
        unit = field.unit;
      }
    } catch (DateTimeException e) {
      return Optional.empty();
    }
    LocalDateTime end = begin.plus(1, unit).minusNanos(1);
    return Optional.of(
        new Period(
            begin.atZone(zone).withEarlierOffsetAtOverlap().toInstant(),
            end.atZone(zone).withLaterOffsetAtOverlap().toInstant()));
  }
}
