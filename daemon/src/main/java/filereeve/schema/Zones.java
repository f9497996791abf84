package filereeve.schema;

import filereeve.words.Nearest;
import java.time.DateTimeException;
import java.time.ZoneId;

/// Time zones by name.
final class Zones {
  private static final String SYSTEM = "system";

  private Zones() {}

  /// `system` is the one that the host is set to.
  static ZoneId parse(String text) {
    if (text.equals(SYSTEM)) {
      return ZoneId.systemDefault();
    }
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "\"%s\" is not a time zone".formatted(text)
              + Nearest.to(text, ZoneId.getAvailableZoneIds())
                  .map("; did you mean %s?"::formatted)
                  .orElse(""),
          e);
    }
  }
}
