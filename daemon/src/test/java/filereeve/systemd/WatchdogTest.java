package filereeve.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.time.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  private final SystemdSocket systemd = new SystemdSocket();
  private final Notifier notifier =
      new Notifier(systemd.posix(), Map.of("NOTIFY_SOCKET", "/run/x"), _ -> {});

  @Test
  void thePeriodIsThatOfThisProcess() {
    assertThat(Watchdog.period(Map.of(), 7)).isEmpty();
    assertThat(Watchdog.period(Map.of("WATCHDOG_USEC", "0"), 7)).isEmpty();
    assertThat(Watchdog.period(Map.of("WATCHDOG_USEC", "many"), 7)).isEmpty();
    assertThat(Watchdog.period(Map.of("WATCHDOG_USEC", "5000000", "WATCHDOG_PID", "8"), 7))
        .isEmpty();
    assertThat(Watchdog.period(Map.of("WATCHDOG_USEC", "5000000", "WATCHDOG_PID", "7"), 7))
        .contains(Duration.ofSeconds(5));
    assertThat(Watchdog.period(Map.of("WATCHDOG_USEC", "5000000"), 7))
        .contains(Duration.ofSeconds(5));
  }

  @Test
  void sendsHeartbeatsWhileTheDaemonMakesProgress() throws Exception {
    try (Watchdog _ = started(() -> true)) {
      for (int i = 0; i < 3; i++) {
        assertThat(systemd.messages.poll(5, TimeUnit.SECONDS)).isEqualTo("/run/x WATCHDOG=1");
      }
    }
  }

  @Test
  void isSilentOnceTheDaemonHangs() throws Exception {
    var progressing = new AtomicBoolean(true);
    var asked = new CountDownLatch(1);
    var askedAgain = new CountDownLatch(3);
    try (Watchdog _ =
        started(
            () -> {
              if (!progressing.get()) {
                asked.countDown();
                askedAgain.countDown();
              }
              return progressing.get();
            })) {
      assertThat(systemd.messages.poll(5, TimeUnit.SECONDS)).isNotNull();
      progressing.set(false);
      assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();
      systemd.messages.clear();
      assertThat(askedAgain.await(5, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(systemd.messages).isEmpty();
  }

  private Watchdog started(BooleanSupplier progressing) {
    Optional<Watchdog> watchdog =
        Watchdog.start(notifier, Map.of("WATCHDOG_USEC", "20000"), progressing, Ticker.SYSTEM);
    return watchdog.orElseThrow();
  }
}
