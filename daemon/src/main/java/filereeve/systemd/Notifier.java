package filereeve.systemd;

import filereeve.posix.Posix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Notifies systemd of the daemon's state (`sd_notify`). If systemd did not ask for it (the
/// environment has no `NOTIFY_SOCKET`), nothing is sent. A failure to reach systemd never stops the
/// daemon.
///
/// Thread: safe for use by many threads.
public final class Notifier {
  private final Posix posix;
  private final String socket;
  private final Consumer<IOException> trouble;
  private final AtomicBoolean failing = new AtomicBoolean();

  /// @param environment of the process
  /// @param trouble takes the first of consecutive failures
  public Notifier(Posix posix, Map<String, String> environment, Consumer<IOException> trouble) {
    this.posix = posix;
    this.trouble = trouble;
    this.socket = environment.getOrDefault("NOTIFY_SOCKET", "");
  }

  /// Notifies systemd that the start is complete.
  ///
  /// @param status what `systemctl status` shows, one line
  public void ready(String status) {
    send("READY=1\n" + statusLine(status));
  }

  public void stopping() {
    send("STOPPING=1");
  }

  /// @param status what `systemctl status` shows, one line
  public void status(String status) {
    send(statusLine(status));
  }

  void heartbeat() {
    send("WATCHDOG=1");
  }

  /// The status on one line, because a line end would begin another message.
  private static String statusLine(String status) {
    return "STATUS=" + status.replaceAll("\\R", " ");
  }

  private void send(String message) {
    if (socket.isEmpty()) {
      return;
    }
    try {
      posix.sendDatagram(socket, message.getBytes(StandardCharsets.UTF_8));
      failing.set(false);
    } catch (IOException e) {
      if (failing.compareAndSet(false, true)) {
        trouble.accept(e);
      }
    }
  }
}
