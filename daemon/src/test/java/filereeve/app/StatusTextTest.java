package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import filereeve.event.RuleName;
import filereeve.schema.Problem;
import filereeve.schema.Where;
import filereeve.systemd.Notifier;
import filereeve.systemd.SystemdSocket;
import filereeve.telemetry.Event;
import filereeve.testing.RecordingLog;
import filereeve.watch.WatchStats;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StatusTextTest {
  private static final String TO = "@s ";

  private final SystemdSocket systemd = new SystemdSocket();
  @RegisterExtension private final RecordingLog log = new RecordingLog();

  private WatchStats numbers = new WatchStats(Optional.of(1200), Optional.of(8192L), 0, 0);
  private List<RuleName> failing = List.of();
  private List<Problem> refused = List.of();
  private final StatusText status =
      new StatusText(
          new Notifier(systemd.posix(), Map.of("NOTIFY_SOCKET", "@s"), _ -> {}),
          log,
          () -> refused,
          () -> failing,
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
  void saysWhatIsWrongWithAConfigurationThatWasRefused() {
    status.ready("2 rules");
    refused = List.of(problem("it is bad"), problem("it is worse"));
    status.renew();

    assertThat(systemd.messages)
        .last(STRING)
        .isEqualTo(
            TO
                + "STATUS=2 rules; configuration refused: /f.yaml: daemon: it is bad. Correct it."
                + " (and 1 more); 1,200 of 8,192 watches, 7 waiting");
  }

  private static Problem problem(String message) {
    return new Problem(
        Problem.Severity.ERROR, Where.file(Path.of("/f.yaml")), "daemon", message, "Correct it");
  }

  @Test
  void namesTheRulesThatFail() {
    status.ready("2 rules");
    failing = List.of(new RuleName("reload", "nginx"), new RuleName("rotate", "app"));
    status.renew();
    failing = IntStream.range(0, 12).mapToObj(i -> new RuleName("rotate", "r" + i)).toList();
    status.renew();
    failing = List.of();
    status.renew();

    assertThat(systemd.messages)
        .containsSubsequence(
            TO
                + "STATUS=2 rules; 2 failing: reload.nginx, rotate.app; 1,200 of 8,192 watches, 7"
                + " waiting",
            TO
                + "STATUS=2 rules; 12 failing: rotate.r0, rotate.r1, rotate.r2, rotate.r3,"
                + " rotate.r4, rotate.r5, rotate.r6, rotate.r7, rotate.r8, rotate.r9 and 2 more;"
                + " 1,200 of 8,192 watches, 7 waiting",
            TO + "STATUS=2 rules; 1,200 of 8,192 watches, 7 waiting");
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
