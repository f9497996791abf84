package filereeve.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import filereeve.posix.LinuxPosix;
import filereeve.process.SignalName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Runs the daemon in its own process, started with this process's options, and reads its log.
///
/// Thread: safe for use by many threads.
public final class DaemonProcess implements AutoCloseable {
  private static final Pattern EVENT = Pattern.compile("\\bevent=(\\S+)");

  private final Process process;
  private final Thread reader;
  private final Map<String, Integer> events = new HashMap<>();

  private DaemonProcess(Process process, Consumer<String> show) {
    this.process = process;
    this.reader = Thread.ofPlatform().name("daemon-log").start(() -> read(show));
  }

  /// @param show takes each line of the daemon's log as it arrives
  public static DaemonProcess start(Path configuration, Consumer<String> show) throws IOException {
    return start("filereeve.app.Main", configuration, show);
  }

  /// Starts the daemon with another main class.
  public static DaemonProcess start(String main, Path configuration, Consumer<String> show)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(List.of("run", "--config", configuration.toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("FILEREEVE_"));
    builder.environment().remove("NOTIFY_SOCKET");
    return new DaemonProcess(builder.start(), show);
  }

  /// Waits until the daemon has logged this many lines of an event.
  ///
  /// @return false if the daemon ended before, or the time is over
  public synchronized boolean await(String event, int count, Duration within)
      throws InterruptedException {
    long end = System.nanoTime() + within.toNanos();
    while (count(event) < count && reader.isAlive() && System.nanoTime() < end) {
      wait(100);
    }
    return count(event) >= count;
  }

  /// How many lines of an event the daemon has logged so far.
  public synchronized int count(String event) {
    return events.getOrDefault(event, 0);
  }

  /// Asks the daemon to read its configuration again (SIGHUP).
  public void reload() throws IOException {
    signal(SignalName.HUP);
  }

  /// Sends the daemon a signal.
  public void signal(SignalName signal) throws IOException {
    new LinuxPosix().kill(Math.toIntExact(process.pid()), signal.number());
  }

  /// Asks the daemon to stop (SIGTERM) and waits for it.
  ///
  /// @return its exit status
  public int stop(Duration within) throws IOException, InterruptedException {
    process.toHandle().destroy(); // Process.destroy() would close its output, too
    return awaitExit(within);
  }

  /// @return its exit status
  public int awaitExit(Duration within) throws IOException, InterruptedException {
    if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IOException("the daemon did not end within " + within.toSeconds() + " s");
    }
    reader.join();
    return process.exitValue();
  }

  /// Kills the daemon (SIGKILL), as a crash does.
  public void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
    reader.join();
  }

  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.toHandle().destroyForcibly();
  }

  private void read(Consumer<String> show) {
    try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        show.accept(line);
        add(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void add(String line) {
    var event = EVENT.matcher(line);
    if (event.find()) {
      events.merge(event.group(1), 1, Integer::sum);
      notifyAll();
    }
  }
}
