package filereeve.watch;

import filereeve.testing.RecordingLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A watch of one directory whose source of events the test can make fail.
abstract class FaultyWatch {
  @TempDir Path dir;
  @RegisterExtension final RecordingLog log = new RecordingLog();
  final Heard heard = new Heard();

  static Kernel kernel(DirectoryEvents.Opening opening) {
    return TestKernel.of(opening).pausing(Duration.ofMillis(10));
  }

  Roots roots() {
    return new Roots(Set.of(dir), Reaching::everything, _ -> false);
  }

  Watch watch(FaultyEvents.Fault fault) throws InterruptedException {
    return watch(fault, new ConcurrentLinkedQueue<>());
  }

  Watch watch(FaultyEvents.Fault fault, ConcurrentLinkedQueue<FaultyEvents> opened)
      throws InterruptedException {
    DirectoryEvents.Opening opening =
        () -> {
          var source = new FaultyEvents(LibraryEvents.open(), fault);
          opened.add(source);
          return source;
        };
    var watch = new Watch(heard, log, InstantSource.system(), kernel(opening));
    watch.replace(roots());
    return watch;
  }
}
