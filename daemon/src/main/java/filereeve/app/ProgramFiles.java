package filereeve.app;

import static filereeve.telemetry.Field.field;

import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import java.io.IOException;

/// The jars that the program is loaded from. Java reads a class when it is first needed, which can
/// be weeks after the start, and trusts the jar to be the same then.
final class ProgramFiles {
  private ProgramFiles() {}

  /// Opens every jar, for as long as the process lives: what is loaded later comes from these files
  /// even if their directory was renamed, and another version has its name. Only a jar that is
  /// overwritten in place harms.
  static void hold(Log log) {
    try {
      ClassLoader.getSystemResources("META-INF/MANIFEST.MF").asIterator().forEachRemaining(_ -> {});
    } catch (IOException e) {
      log.log(
          Event.DEGRADED, field("why", "cannot open all files of the program: " + e.getMessage()));
    }
  }
}
