package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LogLocksTest {
  private static final Path LOG = Path.of("/var/log/app.log");

  private final LogLocks locks = new LogLocks();

  interface Take {
    LogLocks.Held take(LogLocks locks) throws InterruptedException;
  }

  record Way(String name, Take take) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Way> ways() {
    return Stream.of(
        new Way("however long it takes", locks -> locks.hold(LOG)),
        new Way("at once", locks -> locks.hold(LOG, Duration.ZERO).orElseThrow()),
        new Way("soon", locks -> locks.hold(LOG, Duration.ofSeconds(30)).orElseThrow()));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aLogIsHeldUntilTheWorkIsDoneAndThenForgotten(Way way) throws Exception {
    try (LogLocks.Held _ = way.take.take(locks)) {
      assertThat(isFree()).as("meanwhile").isFalse();
    }
    assertThat(isFree()).as("afterwards").isTrue();
    assertThat(locks.size()).isZero();
  }

  /// For another thread.
  private boolean isFree() throws Exception {
    try (var other = Executors.newSingleThreadExecutor()) {
      Future<Boolean> free =
          other.submit(
              () -> {
                Optional<LogLocks.Held> held = locks.hold(LOG, Duration.ZERO);
                held.ifPresent(LogLocks.Held::close);
                return held.isPresent();
              });
      return free.get();
    }
  }
}
