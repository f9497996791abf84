package filereeve.watch;

import filereeve.posix.LinuxPosix;
import filereeve.telemetry.Event;
import filereeve.testing.RecordingLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/// Watches more directories than the kernel allows, then as many. Ends with an exception if
/// anything is not as it should be. To be run in a user namespace: it sets its limit.
final class LimitedWatch {
  private static final Path LIMIT = Path.of("/proc/sys/user/max_inotify_watches");
  private static final int DIRECTORIES = 40;

  private LimitedWatch() {}

  public static void main(String[] args) throws Exception {
    var source = Source.valueOf(args[0]);
    Path dir = Path.of(args[1]);
    for (int i = 0; i < DIRECTORIES; i++) {
      Files.createDirectory(dir.resolve("f" + i));
    }
    Files.writeString(LIMIT, "" + DIRECTORIES / 2);
    var log = new RecordingLog();
    var heard = new Heard();
    Kernel kernel =
        TestKernel.of(source.opening(new LinuxPosix(), log)).polling(Duration.ofMillis(20));
    try (var watch = new Watch(heard, log, InstantSource.system(), kernel)) {
      watch.replace(new Roots(Set.of(dir), Reaching::everything, _ -> false));
      for (int i = 0; i < DIRECTORIES; i++) {
        heard.awaitCovered(Files.createFile(dir.resolve("f" + i).resolve("limited")));
      }
      require(watch.stats().polled() > 0, "nothing is polled");
      require(log.lines(Event.WATCH_FAILED).size() == 1, "one warning: " + log.lines());
      Files.writeString(LIMIT, "" + 10 * DIRECTORIES);
      for (int i = 0; watch.stats().polled() > 0; i++) {
        heard.awaitCovered(Files.createFile(dir.resolve("f0/more" + i)));
      }
      for (int i = 0; i < DIRECTORIES; i++) {
        heard.awaitChanged(Files.createFile(dir.resolve("f" + i).resolve("watched")));
      }
      require(log.lines(Event.WATCH_RESTORED).size() == 1, "told of it once: " + log.lines());
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }
}
