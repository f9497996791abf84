package filereeve.telemetry;

import filereeve.telemetry.Event.Level;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;

/// `08:53:16.123 ERROR failed cannot rotate /var/log/app.log: … rule=rotate.app`: time, level and
/// event in columns; then a sentence, without quotes; then the fields.
final class ConsoleFormat implements LineFormat {
  /// The fields that hold a whole sentence, if they have more than one word.
  private static final Set<String> SENTENCES = Set.of("why", "problem", "message", "error");

  private static final String BOLD = "1";
  private static final String DIM = "2";
  private static final String RED = "31";
  private static final String GREEN = "32";
  private static final String YELLOW = "33";

  private final boolean colour;
  private final DateTimeFormatter time;

  ConsoleFormat(boolean colour, ZoneId zone) {
    this.colour = colour;
    this.time = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
  }

  @Override
  public String text(Line line) {
    var out = new StringBuilder(200);
    out.append(paint(DIM, time.format(line.time()))).append(' ');
    out.append(paint(tone(line.level()), "%-5s".formatted(line.level()))).append(' ');
    out.append(paint(BOLD, "%-16s".formatted(line.event())));
    for (Field field : line.fields()) {
      if (isSentence(field)) {
        out.append(' ').append(Quoting.visible(ValueText.of(field.value())));
      }
    }
    for (Field field : line.fields()) {
      if (!isSentence(field)) {
        out.append(' ').append(paint(DIM, field.key() + '='));
        out.append(Quoting.word(ValueText.of(field.value())));
      }
    }
    return out.toString().stripTrailing();
  }

  private static boolean isSentence(Field field) {
    return SENTENCES.contains(field.key()) && ValueText.of(field.value()).indexOf(' ') >= 0;
  }

  private String paint(String code, String text) {
    return colour ? "\033[" + code + 'm' + text + "\033[0m" : text;
  }

  private static String tone(Level level) {
    return switch (level) {
      case ERROR -> RED;
      case WARN -> YELLOW;
      case INFO -> GREEN;
      case DEBUG -> DIM;
    };
  }
}
