package filereeve.telemetry;

import filereeve.telemetry.LogSettings.Format;
import filereeve.zone.SystemZone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/// What standard error is connected to, and so what `auto` means.
///
/// @param auto never `AUTO` itself
/// @param colour whether a person's terminal is to be coloured
record StandardError(Format auto, boolean colour) {
  private static final Path LINK = Path.of("/proc/self/fd/2");
  private static final Pattern TERMINAL = Pattern.compile("/dev/(pts/.*|tty.*|console|hvc.*)");

  static StandardError of(Map<String, String> environment) {
    return of(environment, target(), identity());
  }

  /// @param target what the descriptor leads to, such as `/dev/pts/0` or `socket:[4711]`
  /// @param identity `DEVICE:INODE` of it
  static StandardError of(Map<String, String> environment, String target, String identity) {
    if (TERMINAL.matcher(target).matches()) {
      boolean plain =
          !environment.getOrDefault("NO_COLOR", "").isEmpty()
              || environment.getOrDefault("TERM", "").equals("dumb");
      return new StandardError(Format.CONSOLE, !plain);
    }
    // Inherited by everything that a service or a desktop starts: true only if it names this very
    // descriptor.
    boolean journal = environment.getOrDefault("JOURNAL_STREAM", "").equals(identity);
    return new StandardError(journal ? Format.JOURNAL : Format.LOGFMT, false);
  }

  /// The format itself, for this standard error.
  LineFormat format(Format wanted) {
    return switch (wanted) {
      case AUTO -> format(auto);
      case JOURNAL -> LineFormat.journal();
      case CONSOLE -> LineFormat.console(colour, SystemZone.now().zone());
      case LOGFMT -> LineFormat.logfmt();
      case JSON -> LineFormat.json();
    };
  }

  private static String target() {
    try {
      return Files.readSymbolicLink(LINK).toString();
    } catch (IOException e) {
      return "closed";
    }
  }

  private static String identity() {
    try {
      Map<String, Object> unix = Files.readAttributes(LINK, "unix:dev,ino");
      return unix.get("dev") + ":" + unix.get("ino");
    } catch (IOException e) {
      return "closed";
    }
  }
}
