package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.systemd.Notifier;
import filereeve.systemd.SystemdSocket;
import filereeve.telemetry.Event;
import filereeve.testing.RecordingLog;
import filereeve.watch.WatchStats;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StatusTextTest {
  private static final String TO = "@s ";

  private final SystemdSocket systemd = new SystemdSocket();
  @RegisterExtension private final RecordingLog log = new RecordingLog();

  private WatchStats numbers = new WatchStats(Optional.of(1200), Optional.of(8192L), 0, 0);
  private final StatusText status =
      new StatusText(
          new Notifier(systemd.posix(), Map.of("NOTIFY_SOCKET", "@s"), _ -> {}),
          log,
          () -> numbers,
          () -> 7);

  @Test
  void saysHowMuchIsWatchedOnceItIsReadyAndWhenThatChanges() {
    status.renew();
    status.ready("2 rules");
    status.renew();
    numbers = new WatchStats(Optional.of(1201), Optional.of(8192L), 0, 0);
    status.renew();

    assertThat(systemd.messages)
        .containsExactly(
            TO + "READY=1\nSTATUS=2 rules; 1,200 of 8,192 watches, 7 waiting",
            TO + "STATUS=2 rules; 1,201 of 8,192 watches, 7 waiting");
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void overflowsAndWhatIsPolledAreLoggedToo() {
    status.ready("1 rule");
    numbers = new WatchStats(Optional.empty(), Optional.empty(), 2, 30);
    status.renew();
    status.renew();

    assertThat(systemd.messages)
        .contains(TO + "STATUS=1 rule; ? watches, 7 waiting, 2 overflows, 30 directories polled");
    assertThat(log.lines(Event.WATCH_STATS)).hasSize(1);
  }
}
