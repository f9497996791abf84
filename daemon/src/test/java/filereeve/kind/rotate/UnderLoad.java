package filereeve.kind.rotate;

import filereeve.event.Cause;
import filereeve.telemetry.Event;
import filereeve.testing.RecordingLog;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/// A writer that never stops, under runs for its log and for the whole rule at once.
record UnderLoad(Writer writer, Rig rig, RecordingLog log) {
  /// Returns when the log was rotated so often, and nobody writes any more.
  void rotate(Path app, int times) throws Exception {
    var enough = new AtomicBoolean();
    var begun = new CountDownLatch(1);
    try (var threads = Executors.newFixedThreadPool(2)) {
      Future<?> writing =
          threads.submit(
              () -> {
                while (!enough.get()) {
                  writer.write(10);
                  begun.countDown();
                }
              });
      begun.await();
      Future<?> whole =
          threads.submit(
              () -> {
                while (!enough.get()) {
                  rig.wholeAndDrainOnce();
                }
                return null;
              });
      while (log.lines(Event.ROTATED).size() < times) {
        rig.file(app, Cause.CHANGE);
      }
      enough.set(true);
      writing.get();
      whole.get();
    }
  }
}
