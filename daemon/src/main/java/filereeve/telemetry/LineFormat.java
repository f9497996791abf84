package filereeve.telemetry;

import filereeve.telemetry.Event.Level;
import java.time.ZoneId;
import java.util.Locale;

/// How a line is written. The text has no line end after it; inside of it only for a person.
@FunctionalInterface
interface LineFormat {
  String text(Line line);

  /// `<6>event=rotated rule=rotate.app …`: the journal takes the number off and keeps it as the
  /// line's priority.
  static LineFormat journal() {
    return line -> "<" + priority(line.level()) + ">" + message(line);
  }

  /// `event=rotated rule=rotate.app …`
  static String message(Line line) {
    return fields(line, "event=" + line.event());
  }

  /// `ts=… level=info event=rotated rule=rotate.app …`
  static LineFormat logfmt() {
    var stamp = new Stamp();
    return line ->
        fields(
            line,
            "ts="
                + stamp.of(line.time())
                + " level="
                + name(line.level())
                + " event="
                + line.event());
  }

  /// `{"ts":"…","level":"info","event":"rotated","rule":"rotate.app",…}`
  static LineFormat json() {
    return new JsonFormat(new Stamp());
  }

  /// For a person at a terminal.
  static LineFormat console(boolean colour, ZoneId zone) {
    return new ConsoleFormat(colour, zone);
  }

  static String name(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  /// Syslog's numbers.
  static int priority(Level level) {
    return switch (level) {
      case ERROR -> 3;
      case WARN -> 4;
      case INFO -> 6;
      case DEBUG -> 7;
    };
  }

  private static String fields(Line line, String head) {
    var out = new StringBuilder(160).append(head);
    for (Field field : line.fields()) {
      out.append(' ').append(field.key()).append('=');
      out.append(Quoting.word(ValueText.of(field.value())));
    }
    return out.toString();
  }
}
