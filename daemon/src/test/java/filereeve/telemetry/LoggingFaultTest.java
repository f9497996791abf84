package filereeve.telemetry;

import static filereeve.telemetry.Field.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.telemetry.Event.Level;
import filereeve.telemetry.LogSettings.Format;
import filereeve.telemetry.LogSettings.LogFile;
import filereeve.testing.BetweenCalls;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// A log file or a standard error that cannot be written is reported, and holds nobody up.
class LoggingFaultTest extends OneLogging {

  @Test
  void aLogFileThatCannotBeOpenedIsReportedOnceAndTriedAgain() throws IOException {
    Path blocked = Files.createFile(temp.resolve("file"));
    var settings =
        settings(
            Level.INFO,
            new LogFile(
                "a", blocked.resolve("a.log"), Levels.of(Level.INFO), Format.LOGFMT, BIG, 3));
    try (Logging log = logging(stderr, settings)) {
      log.log(Event.READY);
      log.log(Event.READY);
      Files.delete(blocked);
      log.apply(settings);
      log.log(Event.STOPPING);
    }
    assertThat(lines(stderr)).filteredOn(l -> l.contains("event=log-file-failed")).hasSize(1);
    assertThat(lines(stderr)).filteredOn(l -> l.contains("event=ready")).hasSize(2);
    assertThat(blocked.resolve("a.log")).content().contains("event=stopping");
  }

  @Test
  void aFullDiskIsReportedOnceAndStopsNothing() throws Exception {
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", temp.toString()))
        .as("a small file system can be mounted: root only")
        .isZero();
    try {
      Path file = temp.resolve("a.log");
      var settings =
          settings(
              Level.INFO, new LogFile("a", file, Levels.of(Level.INFO), Format.LOGFMT, BIG, 3));
      try (Logging log = logging(stderr, settings)) {
        for (int i = 0; i < 1_000; i++) {
          log.log(Event.READY, field("n", i));
        }
      }
      assertThat(lines(stderr))
          .filteredOn(l -> l.contains("event=log-file-failed"))
          .singleElement()
          .asString()
          .contains("cannot write the log file " + file, "No space left on device");
      assertThat(lines(stderr)).hasSize(1_001);
    } finally {
      run("umount", temp.toString());
    }
  }

  /// A disk that is full for a while, again and again.
  @Test
  void aFailureThatComesBackAfterACalmMinuteIsReportedAgain() {
    var full = new AtomicBoolean();
    Posix posix =
        BetweenCalls.of(
            new LinuxPosix(),
            (name, arguments, call) -> {
              if (name.equals("write") && full.get()) {
                throw new PosixException("write", "a.log", Errno.ENOSPC);
              }
              return call.make();
            });
    var settings =
        settings(
            Level.INFO,
            new LogFile("a", temp.resolve("a.log"), Levels.of(Level.INFO), Format.LOGFMT, BIG, 3));
    try (var log = new Logging(posix, settings, PIPE, stderr, libraries, clock)) {
      for (int times = 0; times < 3; times++) {
        for (int second = 0; second < 200; second++) {
          full.set(second < 100 && second % 3 != 0); // shorter lines still fit
          log.log(Event.READY);
          clock.advance(Duration.ofSeconds(1));
        }
      }
    }
    assertThat(lines(stderr)).filteredOn(l -> l.contains("event=log-file-failed")).hasSize(3);
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  @Test
  void aFileThatIsRemovedIsMadeAnewAndThatIsSaid() throws IOException {
    Path file = temp.resolve("logs/a.log");
    var settings =
        settings(Level.INFO, new LogFile("a", file, Levels.of(Level.INFO), Format.LOGFMT, BIG, 3));
    try (Logging log = logging(stderr, settings)) {
      log.log(Event.READY);
      Files.delete(file);
      Files.delete(file.getParent());
      clock.advance(Duration.ofSeconds(1));
      log.log(Event.STOPPING);
      log.log(Event.STOPPED);
    }
    assertThat(Files.readAllLines(file))
        .extracting(line -> line.replaceAll(".*event=([a-z-]+).*", "$1"))
        .containsExactly("log-file-removed", "stopping", "stopped");
    assertThat(lines(stderr))
        .filteredOn(line -> line.contains("event=log-file-removed file=" + file))
        .hasSize(1);
  }

  @Test
  void aStandardErrorThatIsGoneStopsNothing() throws IOException {
    Path file = temp.resolve("a.log");
    var settings =
        settings(Level.INFO, new LogFile("a", file, Levels.of(Level.INFO), Format.LOGFMT, BIG, 3));
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    try (Logging log = logging(gone, settings)) {
      log.log(Event.READY);
      log.log(Event.STOPPING);
    }
    assertThat(Files.readAllLines(file)).hasSize(2);
  }

  @Test
  void aBlockedStandardErrorHoldsNobodyUpAndItsLossIsCounted() throws Exception {
    var blocked = new Blocked(stderr);
    try (Logging log = logging(blocked, settings(Level.INFO))) {
      log.log(Event.READY, field("n", 0));
      assertThat(blocked.entered.await(5, TimeUnit.SECONDS)).isTrue();
      for (int i = 1; i < 30_000; i++) {
        log.log(Event.READY, field("n", i));
      }
      blocked.release.countDown();
    }
    List<String> lines = lines(stderr);
    String told =
        lines.stream().filter(l -> l.contains("event=log-lines-dropped")).findFirst().orElse("");
    long lost = Long.parseLong(told.replaceAll(".*lines=", ""));
    assertThat(lost).isPositive();
    assertThat(lines.size() - 1 + lost).isEqualTo(30_000);
  }

  private static final class Blocked extends OutputStream {
    private final OutputStream out;
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    Blocked(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      entered.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      out.write(bytes, offset, length);
    }
  }
}
