package filereeve.telemetry;

import java.util.StringJoiner;

/// One JSON object a line.
record JsonFormat(Stamp stamp) implements LineFormat {
  @Override
  public String text(Line line) {
    var out = new StringJoiner(",", "{", "}");
    out.add("\"ts\":\"" + stamp.of(line.time()) + '"');
    out.add("\"level\":\"" + LineFormat.name(line.level()) + '"');
    out.add("\"event\":" + Quoting.quoted(line.event()));
    for (Field field : line.fields()) {
      out.add(Quoting.quoted(field.key()) + ':' + value(field.value()));
    }
    return out.toString();
  }

  private static String value(Object value) {
    String text = ValueText.of(value);
    return ValueText.isBare(value) ? text : Quoting.quoted(text);
  }
}
