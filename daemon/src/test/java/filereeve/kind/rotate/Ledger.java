package filereeve.kind.rotate;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// Every line that programs wrote to logs, but those that somebody was allowed to remove. Lines
/// have one numbering, so that a file's first line shows which of two files was begun first.
final class Ledger {
  /// One line.
  ///
  /// @param number no other line of any log has it
  record Line(String log, int program, int number) {
    static Line parse(String text) {
      String[] parts = text.split(" ", 4);
      if (parts.length < 4 || !text.equals(text(parts[0], parts[1], parts[2]))) {
        throw new AssertionError("a damaged line: " + text);
      }
      return new Line(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    /// As it stands in the log, with its end.
    String text() {
      return text(log, Integer.toString(program), Integer.toString(number)) + "\n";
    }

    private static String text(String log, String program, String number) {
      return "%s %s %s of a log that somebody may want to read".formatted(log, program, number);
    }
  }

  private final NavigableMap<Integer, Line> lines = new TreeMap<>();
  private final Set<Line> late = new HashSet<>();
  private int last;

  /// A line is about to be written.
  ///
  /// @param kept false if it is written to a file that has no name any more
  Line next(String log, int program, boolean kept) {
    last++;
    var line = new Line(log, program, last);
    if (kept) {
      lines.put(last, line);
    }
    return line;
  }

  /// Lines that went with a file that an operator or the rule's retention removed.
  void forget(Collection<Line> gone) {
    gone.forEach(line -> lines.remove(line.number()));
  }

  /// A line that went to a file after that was rotated.
  void late(Line line) {
    late.add(line);
  }

  /// Whether any of them is late: the file's time is then no longer that of its rotation.
  boolean hasLate(Collection<Line> some) {
    return some.stream().anyMatch(late::contains);
  }

  boolean expectsAny(Collection<Line> some) {
    return some.stream().anyMatch(line -> lines.containsKey(line.number()));
  }

  /// What has to be found, by number.
  List<Line> expected() {
    return List.copyOf(lines.values());
  }

  int written() {
    return last;
  }
}
