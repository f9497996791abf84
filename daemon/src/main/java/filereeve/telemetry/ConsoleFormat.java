package filereeve.telemetry;

import static java.util.stream.Collectors.joining;

import filereeve.telemetry.Event.Level;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;

/// `08:53:16.123 ERROR failed cannot rotate /var/log/app.log: … rule=rotate.app`: time, level and
/// event in columns; then a sentence, without quotes; then the fields. A text of several lines,
/// such as the output of a command, follows below, each line behind the time and a bar, so that
/// none can be taken for an event.
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
      if (!isSentence(field) && !hasLines(field)) {
        out.append(' ').append(paint(DIM, field.key() + '='));
        out.append(Quoting.word(ValueText.of(field.value())));
      }
    }
    String first = out.toString().stripTrailing();
    String below =
        line.fields().stream()
            .filter(ConsoleFormat::hasLines)
            .map(field -> lines(field, line))
            .collect(joining());
    return first + below;
  }

  private String lines(Field field, Line line) {
    var out = new StringBuilder();
    String head = field.key() + "=";
    for (String each : ValueText.of(field.value()).lines().toList()) {
      String text = Quoting.visible(each.replace("\t", "    ").stripTrailing());
      out.append('\n').append(paint(DIM, time.format(line.time()))).append("       | ");
      out.append(paint(DIM, head)).append(text);
      head = " ".repeat(head.length());
    }
    return out.toString();
  }

  /// Whether a command, or Java, said more than a line.
  private static boolean hasLines(Field field) {
    return field.value() instanceof String text && text.strip().indexOf('\n') >= 0;
  }

  private static boolean isSentence(Field field) {
    return SENTENCES.contains(field.key())
        && !hasLines(field)
        && ValueText.of(field.value()).indexOf(' ') >= 0;
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
