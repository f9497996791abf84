package filereeve.telemetry;

import static filereeve.telemetry.Field.field;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Open;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.telemetry.Event.Level;
import filereeve.telemetry.LogSettings.Format;
import filereeve.telemetry.LogSettings.LogFile;
import filereeve.testing.BetweenCalls;
import filereeve.testing.EveryCall;
import filereeve.testing.FaultyPosix;
import filereeve.testing.TestClock;
import filereeve.units.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RollingFileTest {
  private static final LinuxPosix REAL = new LinuxPosix();
  private static final int KEEP = 3;

  /// As many lines as fit into one file of these tests.
  private static final int FULL = 10;

  private static final Size SIZE = new Size((long) FULL * "event=ready n=000\n".length());

  @TempDir Path temp;
  private Path file = Path.of("/");
  private final TestClock clock = new TestClock("2026-11-21T08:53:16Z");
  private final List<String> complaints = new ArrayList<>();
  private int lines;

  @BeforeEach
  void names() {
    file = temp.resolve("a%d (1).log");
  }

  @Test
  void aFullFileIsPutAsideAndSoManyAreKept() throws IOException {
    try (var log = open(REAL)) {
      write(log, 5 * FULL + 1);
    }
    assertThat(contents(file)).containsExactlyElementsOf(numbers(50, 51));
    assertThat(contents(aside("2026-11-21.5"))).containsExactlyElementsOf(numbers(40, 50));
    assertThat(contents(aside("2026-11-21.4"))).containsExactlyElementsOf(numbers(30, 40));
    assertThat(contents(aside("2026-11-21.3"))).containsExactlyElementsOf(numbers(20, 30));
    assertThat(files()).hasSize(1 + KEEP);
    assertThat(complaints).isEmpty();
  }

  /// The names of the files have no zone, and none of them would tell which one was meant.
  @ParameterizedTest
  @ValueSource(strings = {"Pacific/Kiritimati", "Pacific/Pago_Pago"})
  void aDayBeginsAtMidnightUtcWhateverTheHostsZoneIs(String zone) throws IOException {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    clock.set(Instant.parse("2026-11-21T00:00:00Z"));
    try (var log = open(REAL)) {
      write(log, 1);
      clock.set(Instant.parse("2026-11-21T23:59:59Z"));
      write(log, 1);
      assertThat(files()).hasSize(1);
      clock.set(Instant.parse("2026-11-22T00:00:00Z"));
      write(log, 1);
    } finally {
      TimeZone.setDefault(before);
    }
    assertThat(contents(aside("2026-11-21"))).containsExactlyElementsOf(numbers(0, 2));
  }

  @Test
  void nobodyElseCanWriteAFileWhateverTheUmaskIs() throws IOException {
    var modes = new ArrayList<Integer>();
    Posix noting =
        BetweenCalls.of(
            REAL,
            (name, arguments, call) -> {
              if (name.equals("open") && arguments[2] == Open.APPEND_CREATE) {
                modes.add((Integer) arguments[3]);
              }
              return call.make();
            });
    try (var log = open(noting)) {
      write(log, FULL + 1);
    }
    assertThat(modes).containsOnly(0644).hasSize(2);
  }

  @Test
  void theFirstLineOfADayBeginsAFile() throws IOException {
    try (var log = open(REAL)) {
      write(log, 2);
      clock.advance(Duration.ofDays(1));
      write(log, 1);
    }
    assertThat(contents(aside("2026-11-21"))).containsExactlyElementsOf(numbers(0, 2));
    assertThat(contents(file)).containsExactlyElementsOf(numbers(2, 3));
  }

  @Test
  void yesterdaysFileIsPutAsideAfterAStartAndTheOldestAreRemoved() throws IOException {
    Files.writeString(file, "yesterday\n");
    dated(file, Duration.ofDays(-1));
    for (String old : List.of("2025-01-01", "2026-11-18", "2026-11-18.10", "2026-11-18.9")) {
      Files.createFile(aside(old));
    }
    List<Path> foreign = List.of(aside("2026-11-31"), aside("2026-11-18.gz"), aside("bak"));
    for (Path each : foreign) {
      Files.createFile(each);
    }
    try (var log = open(REAL)) {
      write(log, 1);
    }
    assertThat(aside("2026-11-20")).hasContent("yesterday\n");
    assertThat(files())
        .containsAll(foreign)
        .contains(aside("2026-11-18.10"), aside("2026-11-18.9"))
        .doesNotContain(aside("2025-01-01"), aside("2026-11-18"));
  }

  @Test
  void aClockThatWasAheadRemovesNothingOfToday() throws IOException {
    for (String day : List.of("2030-01-01", "2030-01-02", "2030-01-03")) {
      Files.createFile(aside(day));
    }
    try (var log = open(REAL)) {
      write(log, 2 * FULL + 1);
    }
    assertThat(files())
        .containsExactlyInAnyOrder(
            file, aside("2026-11-21"), aside("2026-11-21.2"), aside("2030-01-03"));
  }

  @Test
  void aFileThatIsNewerThanTheClockIsContinued() throws IOException {
    Files.writeString(file, "n=before\n");
    dated(file, Duration.ofDays(400));
    try (var log = open(REAL)) {
      write(log, 1);
      clock.advance(Duration.ofDays(1));
      write(log, 1);
    }
    assertThat(contents(aside("2026-11-21"))).containsExactly("before", "000");
    assertThat(contents(file)).containsExactly("001");
    assertThat(complaints).isEmpty();
  }

  @Test
  void aLineThatIsThereInPartEndsBeforeTheNext() throws IOException {
    var full = new AtomicBoolean(true);
    Posix half =
        BetweenCalls.of(
            REAL,
            (name, arguments, call) -> {
              if (name.equals("write") && full.getAndSet(false)) {
                REAL.write((Fd) arguments[0], (byte[]) arguments[1], 0, 15);
                throw new PosixException("write", file.toString(), Errno.ENOSPC);
              }
              return call.make();
            });
    try (var log = open(half)) {
      write(log, FULL);
    }
    assertThat(contents(file)).startsWith("0", "001", "002").hasSize(FULL);
    assertThat(complaints)
        .singleElement()
        .asString()
        .contains("cannot write the log file " + file, Errno.ENOSPC.text());
  }

  @ParameterizedTest
  @EnumSource(names = {"ENOSPC", "EIO", "EACCES"})
  void aFaultAtAnyCallIsReportedOnceAndCostsNoOtherLine(Errno errno) throws Exception {
    int calls = EveryCall.of(call -> faultAt(call, errno));
    assertThat(calls).isGreaterThan(20);
  }

  private boolean faultAt(int call, Errno errno) throws IOException {
    clear();
    var posix = FaultyPosix.failing(REAL, call, errno);
    try (var log = open(posix)) {
      for (int i = 0; i < 2 * FULL + 2; i++) {
        clock.advance(Duration.ofSeconds(1));
        log.recreateIfRemoved(clock.instant());
        write(log, 1);
      }
    }
    boolean faulty = posix.calls().size() >= call;
    assertThat(complaints).hasSize(faulty ? 1 : 0);
    assertThat(all()).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(lines - 1);
    return faulty;
  }

  @Test
  void aCrashAtAnyCallCostsNoLine() throws Exception {
    int calls = EveryCall.of(this::crashAt);
    assertThat(calls).isGreaterThan(20);
  }

  private boolean crashAt(int call) throws IOException {
    clear();
    boolean stopped = false;
    try (var log = open(FaultyPosix.stoppingAfter(REAL, call))) {
      write(log, 2 * FULL + 2);
    } catch (FaultyPosix.Stopped _) {
      stopped = true;
    }
    int written = lines;
    try (var log = open(REAL)) {
      write(log, 1);
    }
    assertThat(all()).containsAll(numbers(0, written)).hasSizeBetween(written, written + 2);
    assertThat(complaints).isEmpty();
    return stopped;
  }

  private RollingFile open(Posix posix) {
    var settings = new LogFile("a", file, Levels.of(Level.INFO), Format.LOGFMT, SIZE, KEEP);
    LineFormat format = line -> "event=" + line.event() + " n=" + line.fields().getFirst().value();
    return new RollingFile(settings, format, posix, clock.instant(), complaints::add);
  }

  private void write(RollingFile log, int count) {
    for (int i = 0; i < count; i++) {
      log.write(Line.of(clock.instant(), Event.READY, field("n", "%03d".formatted(lines))));
      lines++;
    }
  }

  private void clear() throws IOException {
    for (Path each : files()) {
      Files.delete(each);
    }
    complaints.clear();
    lines = 0;
  }

  private Path aside(String suffix) {
    return temp.resolve(file.getFileName() + "." + suffix);
  }

  private void dated(Path path, Duration fromNow) throws IOException {
    Instant time = clock.instant().plus(fromNow);
    Files.setLastModifiedTime(path, FileTime.from(time));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(temp)) {
      return files.toList();
    }
  }

  private List<String> all() throws IOException {
    var all = new ArrayList<String>();
    for (Path each : files()) {
      all.addAll(contents(each));
    }
    return all;
  }

  private static List<String> contents(Path path) throws IOException {
    return Files.readAllLines(path).stream().map(l -> l.replaceFirst(".*n=", "")).toList();
  }

  private static List<String> numbers(int from, int end) {
    return IntStream.range(from, end).mapToObj("%03d"::formatted).toList();
  }
}
