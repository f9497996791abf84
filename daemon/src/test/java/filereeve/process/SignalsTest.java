package filereeve.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.LinuxPosix;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
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

  /// Programs expect that SIGCHLD, SIGTERM and the like are as a service manager leaves them.
  @Test
  void aCommandIgnoresNoSignalThatTheProcessWasStartedToIgnore() throws Exception {
    Process process = start("HUP QUIT TERM CHLD USR1 WINCH", Commanding.class);
    try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      long ignored = Long.parseUnsignedLong(lines.readLine().replace("SigIgn:\t", ""), 16);
      assertThat(ignored & 0x7fff_ffffL).isZero(); // 32 and 33 are the C library's
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  /// Prints which signals a command ignores.
  static final class Commanding {
    private Commanding() {}

    public static void main(String[] args) throws IOException, InterruptedException {
      var grep = new Action.Run(List.of("grep", "SigIgn", "/proc/self/status"));
      try (var commands = new Commands(new LinuxPosix())) {
        Ended ended = commands.run(grep, Placeholders.NONE, Duration.ofSeconds(30));
        System.out.println(((Ended.Success) ended).output());
      }
    }
  }

  private static Process startIgnoringHangUp() throws IOException {
    return start("HUP", Heeding.class);
  }

  private static Process start(String ignored, Class<?> program) throws IOException {
    var command = new ArrayList<>(List.of("sh", "-c", "trap '' $1; shift; exec \"$@\"", "sh"));
    command.add(ignored);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(program.getName());
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
