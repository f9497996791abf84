package filereeve.kind.rotate;

import static filereeve.testing.Interleavings.check;
import static filereeve.testing.Interleavings.explore;
import static filereeve.testing.Interleavings.shared;
import static filereeve.testing.Interleavings.together;

import filereeve.testing.Interleavings;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// Workers that want the same log, in many orders of their steps.
@Tag("alone")
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
class LogLocksOrderTest {
  private static final Path LOG = Path.of("app.log");

  private static final class Scene {
    final LogLocks locks = shared(new LogLocks());
    private int holders;

    void work(Path log) throws InterruptedException {
      try (LogLocks.Held _ = locks.hold(log)) {
        check(++holders == 1, "two workers hold a log");
        holders--;
      }
    }
  }

  @Test
  void noTwoWorkersHoldALog() {
    explore(
        () -> {
          Scene scene = shared(new Scene());
          Interleavings.Body twice =
              () -> {
                scene.work(LOG);
                scene.work(LOG);
              };
          together(twice, () -> scene.work(LOG));
          check(scene.locks.size() == 0, "what nobody holds is forgotten");
        });
  }
}
