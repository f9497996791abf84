package filereeve.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.LinuxPosix;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// In a process that a shell started to ignore SIGHUP, as `nohup` and the start script do.
class SignalsTest {
  @Test
  void aSignalThatTheProcessWasStartedToIgnoreIsHandled() throws Exception {
    Process process = startIgnoringHangUp();
    try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("ready");
      new LinuxPosix().kill(Math.toIntExact(process.pid()), SignalName.HUP.number());

      assertThat(lines.readLine()).isEqualTo("handled");
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void whatMeansNothingToItDoesNotEndIt() throws Exception {
    Process process = startIgnoringHangUp();
    int pid = Math.toIntExact(process.pid());
    try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("ready");
      for (int signal : new int[] {10, 14, 16, 24, 26, 27, 29, 30}) {
        new LinuxPosix().kill(pid, signal);
        assertThat(lines.readLine()).startsWith("SIG");
      }
      for (int realTime : new int[] {34, 37, 63, 64}) {
        new LinuxPosix().kill(pid, realTime);
      }
      new LinuxPosix().kill(pid, SignalName.HUP.number());

      assertThat(lines.readLine()).isEqualTo("handled");
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process startIgnoringHangUp() throws IOException {
    var command = new ArrayList<>(List.of("sh", "-c", "trap '' HUP; exec \"$@\"", "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Heeding.class.getName());
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /// Ends when SIGHUP was handled.
  static final class Heeding {
    private Heeding() {}

    public static void main(String[] args) throws IOException, InterruptedException {
      var handled = new CountDownLatch(1);
      Signals.survive();
      Signals.onOthers(System.out::println);
      Signals.always(SignalName.HUP, handled::countDown);
      System.out.println("ready");
      handled.await();
      System.out.println("handled");
    }
  }
}
