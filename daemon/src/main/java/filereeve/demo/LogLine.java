package filereeve.demo;

import java.util.Locale;
import java.util.OptionalLong;

/// Writes and parses numbered lines like those of a web server.
public final class LogLine {
  private static final String[] PATHS = {
    "/", "/index.html", "/api/v1/orders", "/api/v1/orders/{n}", "/static/app.css", "/login"
  };
  private static final String NUMBER = " line=";

  private LogLine() {}

  public static String of(long number) {
    long mixed = number * 0x9E3779B97F4A7C15L;
    String path = PATHS[(int) Long.remainderUnsigned(mixed, PATHS.length)];
    return String.format(
        Locale.ROOT,
        "10.0.%d.%d - - \"GET %s HTTP/1.1\" %d %d \"-\" \"curl/8.5.0\"%s%d",
        mixed >>> 56,
        mixed >>> 48 & 0xff,
        path.replace("{n}", Long.toString(mixed >>> 44)),
        mixed % 50 == 0 ? 404 : 200,
        mixed >>> 50,
        NUMBER,
        number);
  }

  static OptionalLong numberOf(String line) {
    int at = line.lastIndexOf(NUMBER);
    try {
      return at < 0
          ? OptionalLong.empty()
          : OptionalLong.of(Long.parseLong(line, at + NUMBER.length(), line.length(), 10));
    } catch (NumberFormatException cut) {
      return OptionalLong.empty();
    }
  }
}
