package filereeve.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// The daemon in a process of its own, started as this process was, and what it logs.
public final class DaemonProcess implements AutoCloseable {
  private final Process process;
  private final Thread reader;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final ConcurrentHashMap<String, LongAdder> events = new ConcurrentHashMap<>();

  private DaemonProcess(Process process, Consumer<String> show) {
    this.process = process;
    this.reader = Thread.ofPlatform().name("daemon-log").start(() -> read(show));
  }

  /// @param show is given each line of the daemon's log as it comes
  public static DaemonProcess start(Path configuration, Consumer<String> show) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "filereeve.app.Main"));
    command.addAll(List.of("run", "--config", configuration.toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("FILEREEVE_"));
    builder.environment().remove("NOTIFY_SOCKET");
    return new DaemonProcess(builder.start(), show);
  }

  /// Waits until the daemon says that it is ready.
  ///
  /// @return false if it ended, or was not ready in time
  public boolean awaitReady(Duration within) throws InterruptedException {
    long end = System.nanoTime() + within.toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      if (ready.await(100, TimeUnit.MILLISECONDS)) {
        return true;
      }
    }
    return ready.getCount() == 0;
  }

  /// How many lines of an event the daemon has logged so far.
  public long count(String event) {
    var count = events.get(event);
    return count == null ? 0 : count.sum();
  }

  /// Asks the daemon to end (SIGTERM) and waits for it.
  ///
  /// @return its exit status
  public int stop(Duration within) throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IOException("the daemon did not end within " + within.toSeconds() + " s");
    }
    reader.join();
    return process.exitValue();
  }

  /// Ends the daemon at once (SIGKILL), as a crash does.
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    reader.join();
  }

  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void read(Consumer<String> show) {
    try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String event = line.replaceFirst(".*\\bevent=(\\S+).*", "$1");
        events.computeIfAbsent(event, _ -> new LongAdder()).increment();
        if (event.equals("ready")) {
          ready.countDown();
        }
        show.accept(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
