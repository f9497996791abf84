package filereeve.app;

import static filereeve.telemetry.Field.field;

import filereeve.posix.MappedFiles;
import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import java.io.IOException;

/// What the start has read of Java's code and of the archive of classes, of which the daemon at
/// rest needs two thirds.
record StartMemory(Log log) {
  void release() {
    try {
      MappedFiles.release();
    } catch (IOException e) {
      log.log(Event.DEGRADED, field("why", "the memory that the start has taken is kept: " + e));
    }
  }
}
