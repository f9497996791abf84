package filereeve.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NotifierTest {
  private static final Map<String, String> ASKED = Map.of("NOTIFY_SOCKET", "@systemd/notify");

  private final SystemdSocket systemd = new SystemdSocket();
  private final List<IOException> troubles = new ArrayList<>();

  @Test
  void notifiesSystemdOfTheState() {
    var notifier = new Notifier(systemd.posix(), ASKED, troubles::add);
    notifier.ready("3 rules");
    notifier.status("a\nb\r\nc");
    notifier.stopping();
    assertThat(systemd.messages)
        .containsExactly(
            "@systemd/notify READY=1\nSTATUS=3 rules",
            "@systemd/notify STATUS=a b c",
            "@systemd/notify STOPPING=1");
  }

  @Test
  void isSilentIfSystemdDidNotAsk() {
    var notifier = new Notifier(systemd.posix(), Map.of(), troubles::add);
    notifier.ready("");
    notifier.stopping();
    assertThat(systemd.messages).isEmpty();
  }

  @Test
  void reportsOnceThatSystemdIsUnreachableUntilItIsBack() {
    var notifier = new Notifier(systemd.posix(), ASKED, troubles::add);
    systemd.unreachable = true;
    notifier.heartbeat();
    notifier.heartbeat();
    assertThat(troubles).hasSize(1);
    systemd.unreachable = false;
    notifier.heartbeat();
    systemd.unreachable = true;
    notifier.heartbeat();
    assertThat(troubles).hasSize(2);
  }
}
