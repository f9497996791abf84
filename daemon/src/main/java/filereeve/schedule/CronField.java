package filereeve.schedule;

import filereeve.words.Nearest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/// One of the five fields of a cron expression: its name, its numbers, its names for numbers, and
/// how its text is read.
enum CronField {
  MINUTE("minute", 0, 59, ""),
  HOUR("hour", 0, 23, ""),
  DAY("day of the month", 1, 31, ""),
  MONTH("month", 1, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
  /// Sunday is 0 and 7.
  WEEKDAY("day of the week", 0, 7, "SUN MON TUE WED THU FRI SAT");

  private final String title;
  private final int first;
  private final int last;
  private final String names;

  CronField(String title, int first, int last, String names) {
    this.title = title;
    this.first = first;
    this.last = last;
    this.names = names;
  }

  /// All numbers that a field such as `0,15-30/5` or `MON-FRI` stands for.
  ///
  /// @throws IllegalArgumentException with the reason, a clause that follows a colon
  BitSet parse(String text) {
    var values = new BitSet();
    for (String part : text.split(",", -1)) {
      addPart(part, text, values);
    }
    if (this == WEEKDAY && values.get(7)) {
      values.clear(7);
      values.set(0);
    }
    return values;
  }

  private void addPart(String part, String whole, BitSet values) {
    if (part.isEmpty()) {
      throw refused(whole, "has an empty part", allowed());
    }
    int slash = part.indexOf('/');
    String range = slash < 0 ? part : part.substring(0, slash);
    int step = slash < 0 ? 1 : step(part, part.substring(slash + 1));
    int from = first;
    int to = this == WEEKDAY ? 6 : last;
    if (!range.equals("*")) {
      int dash = range.indexOf('-', 1);
      from = value(dash < 0 ? range : range.substring(0, dash));
      to = dash < 0 ? from : rangeEnd(range, from, value(range.substring(dash + 1)));
      if (dash < 0 && slash >= 0) {
        throw refused(
            part,
            "has a step without a range",
            "Write \"%d-%d/%d\"."
                .formatted(
                    this == WEEKDAY && from == 7 ? 0 : from, this == WEEKDAY ? 6 : last, step));
      }
    }
    for (int i = from; i <= to; i += step) {
      values.set(i);
    }
  }

  private int rangeEnd(String range, int from, int to) {
    if (this == WEEKDAY && to == 0 && from > 0) {
      return 7;
    }
    if (this == WEEKDAY && from == 7) { // Sunday, again
      throw refused(range, "runs backwards", "Write \"%s\".".formatted(span(first, to)));
    }
    if (to < from) {
      int end = this == WEEKDAY ? 6 : last;
      throw refused(
          range, "runs backwards", "Write \"%s,%s\".".formatted(span(from, end), span(first, to)));
    }
    return to;
  }

  private static String span(int from, int to) {
    return from == to ? String.valueOf(from) : from + "-" + to;
  }

  private int step(String part, String text) {
    int most = last - first;
    OptionalInt step = number(text);
    if (step.isEmpty() || step.getAsInt() < 1 || step.getAsInt() > most) {
      throw refused(part, "has the step \"" + text + "\"", "Allowed steps: 1 to " + most + ".");
    }
    return step.getAsInt();
  }

  private int value(String text) {
    OptionalInt number = number(text);
    if (number.isPresent()) {
      if (number.getAsInt() < first || number.getAsInt() > last) {
        throw refused(text, "is out of range", allowed());
      }
      return number.getAsInt();
    }
    int name = names().indexOf(text.toUpperCase(Locale.ROOT));
    if (name < 0) {
      throw refused(text, "is unknown", hint(text) + allowed());
    }
    return first + name;
  }

  private String hint(String text) {
    if (text.equals("?")) {
      return "Write \"*\". ";
    }
    return Nearest.to(text, names()).map("Did you mean %s? "::formatted).orElse("");
  }

  /// The numbers or names of this field, three and more in a row as a range.
  String list(BitSet values) {
    var out = new StringBuilder();
    int from = values.nextSetBit(0);
    while (from >= 0) {
      int runEnd = values.nextClearBit(from) - 1;
      int to = runEnd < from + 2 ? from : runEnd;
      out.append(out.isEmpty() ? "" : ", ").append(spell(from));
      out.append(to > from ? " to " + spell(to) : "");
      from = values.nextSetBit(to + 1);
    }
    return out.toString();
  }

  /// The name of a number, or the number itself.
  private String spell(int value) {
    return names.isEmpty() ? String.valueOf(value) : names().get(value - first);
  }

  private String allowed() {
    var forms = new ArrayList<String>();
    forms.add("%d to %d".formatted(first, last));
    if (!names.isEmpty()) {
      forms.add("%s to %s".formatted(names().getFirst(), names().getLast()));
    }
    return "Allowed: %s, lists (1,5), ranges (1-5), steps (*/5), and *."
        .formatted(String.join(", ", forms));
  }

  private IllegalArgumentException refused(String value, String cause, String remedy) {
    return new IllegalArgumentException(
        "the %s \"%s\" %s. %s".formatted(title, value, cause, remedy));
  }

  private static OptionalInt number(String text) {
    boolean digits =
        !text.isEmpty() && text.length() <= 4 && text.chars().allMatch(CronField::digit);
    return digits ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
  }

  private static boolean digit(int c) {
    return c >= '0' && c <= '9';
  }

  private List<String> names() {
    return names.isEmpty() ? List.of() : List.of(names.split(" "));
  }
}
