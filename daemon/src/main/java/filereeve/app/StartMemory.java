package filereeve.app;

import static filereeve.telemetry.Field.field;

import filereeve.posix.MappedFiles;
import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import java.io.IOException;
import java.nio.file.Path;

/// What the start has read of Java's code and of the archive of classes: some 25 MiB, of which the
/// daemon at rest needs half.
record StartMemory(Log log) {
  void release() {
    try {
      MappedFiles.release(Path.of(System.getProperty("java.home")).resolveSibling(""));
    } catch (IOException e) {
      log.log(
          Event.DEGRADED,
          field("why", "the memory that the start has taken is kept: " + e.getMessage()));
    }
  }
}
