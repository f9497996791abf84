package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.telemetry.Event;
import filereeve.testing.EveryCall;
import filereeve.testing.FaultyPosix;
import filereeve.testing.HeadCuts;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import filereeve.testing.UnsyncedPosix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A rotation by `copytruncate` and the compression after it, interrupted after every single call,
/// and with every single call failing. All that was written must be there once, in its order, byte
/// by byte, whether a log is cut at a boundary of blocks (ext4, xfs) or emptied.
@Tag("slow")
class CopyTruncateCrashTest {
  /// One for each call, in turn, and the other for the same call of the next variant.
  private static final List<Errno> ERRNOS = List.of(Errno.ENOSPC, Errno.EIO);

  private final Posix real = UnsyncedPosix.of(new LinuxPosix());
  private final TestClock clock = new TestClock("2026-11-21T00:00:00Z");

  @TempDir private Path onDisk;

  @TempDir(factory = MemoryTempDir.class)
  private Path inMemory;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  /// @param lines of the log: 3 are less than a block, 200 have a boundary of blocks within a line
  /// @param busy the writer writes a line before every call of ours
  record Variant(Naming naming, Optional<Codec> codec, int lines, boolean memory, boolean busy) {
    RotateSettings settings(Path directory) {
      return RuleBuilder.of(directory, "*.log")
          .copyTruncate()
          .naming(naming)
          .compress(codec, 0)
          .keepFiles(9)
          .settings();
    }
  }

  static Stream<Variant> variants() {
    return Stream.of(
        new Variant(Naming.DATED, Optional.empty(), 200, false, true),
        new Variant(Naming.NUMBERED, Optional.empty(), 200, false, true),
        new Variant(Naming.DATED, Optional.of(Codec.GZIP), 200, false, false),
        new Variant(Naming.NUMBERED, Optional.of(Codec.ZSTD), 200, false, false),
        new Variant(Naming.DATED, Optional.empty(), 200, true, false),
        new Variant(Naming.NUMBERED, Optional.of(Codec.ZSTD), 3, true, false));
  }

  /// What becomes of an archive when it is compressed does not depend on where it came from.
  static Stream<Variant> uncompressed() {
    return Stream.of(
        new Variant(Naming.NUMBERED, Optional.empty(), 200, false, true),
        new Variant(Naming.DATED, Optional.empty(), 3, true, false));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void afterACrashAtAnyCallEveryByteIsThereOnceAndInOrder(Variant variant) throws Exception {
    log.expect(Event.RECOVERED_FILE);
    int calls = EveryCall.of(call -> crashAt(call, variant));
    assertThat(calls).as("calls of one rotation").isGreaterThan(20);
  }

  @ParameterizedTest
  @MethodSource("uncompressed")
  void whateverCallFailsEveryByteIsThereOnceAndTheNextRunRepairsIt(Variant variant)
      throws Exception {
    log.expect(Event.RECOVERED_FILE);
    int number = uncompressed().toList().indexOf(variant);
    int calls =
        EveryCall.of(call -> failAt(call, ERRNOS.get((number + call) % ERRNOS.size()), variant));
    assertThat(calls).as("calls of one rotation").isGreaterThan(20);
  }

  /// @return false if the run ended before that call
  private boolean crashAt(int call, Variant variant) throws Exception {
    Path directory = directory("crash", call, variant);
    try (var writer = earlierRotation(directory, variant)) {
      var posix = FaultyPosix.stoppingAfter(under(writer, variant), call);
      boolean stopped = false;
      try {
        new Rig(variant.settings(directory), posix, clock, log).wholeAndDrain(Cause.SCHEDULE);
      } catch (FaultyPosix.Stopped _) {
        stopped = true;
      }
      writer.write(3);

      recover(directory, variant);

      assertMended(
          directory, writer, "stopped after call " + call + ": " + posix.calls().getLast());
      return stopped;
    }
  }

  private boolean failAt(int call, Errno errno, Variant variant) throws Exception {
    Path directory = directory(errno.name(), call, variant);
    try (var writer = earlierRotation(directory, variant)) {
      var posix = FaultyPosix.failing(under(writer, variant), call, errno);
      var rig = new Rig(variant.settings(directory), posix, clock, log);
      List<Outcome> outcomes = rig.wholeAndDrain(Cause.SCHEDULE);
      boolean failed = posix.calls().size() >= call;
      String where =
          errno + " at call " + call + ": " + (failed ? posix.calls().get(call - 1) : "");

      assertThat(outcomes.stream().filter(CopyTruncateCrashTest::isComplaint))
          .as(where)
          .hasSizeBetween(0, failed ? 1 : 0);

      writer.write(variant.lines());
      rig.wholeAndDrain(Cause.SCHEDULE);
      recover(directory, variant);
      assertMended(directory, writer, where);
      return failed;
    }
  }

  private Posix under(Writer writer, Variant variant) throws IOException {
    return variant.busy() && HeadCuts.arePossible(onDisk)
        ? UnsyncedPosix.of(new LinuxPosix(), () -> writer.write(1))
        : real;
  }

  /// An archive, compressed if the variant says so, and a log that is due.
  private Writer earlierRotation(Path directory, Variant variant) throws Exception {
    var writer = new Writer(directory.resolve("app.log"));
    var rig = new Rig(variant.settings(directory), real, clock, log);
    writer.write(variant.lines());
    rig.wholeAndDrain(Cause.SCHEDULE);
    clock.advance(Duration.ofSeconds(1));
    return writer.write(variant.lines());
  }

  /// A new process on a healthy disk.
  private void recover(Path directory, Variant variant) throws Exception {
    var rig = new Rig(variant.settings(directory), real, clock, log);
    rig.wholeAndDrain(Cause.START);
    rig.wholeAndDrain(Cause.RESCAN);
  }

  private static void assertMended(Path directory, Writer writer, String where) throws IOException {
    writer.write(3);
    assertThat(inOrder(directory)).as(where).isEqualTo(String.join("\n", writer.written()) + "\n");
    assertThat(Rig.names(directory))
        .as(where)
        .contains("app.log")
        .noneMatch(n -> n.contains("reeve"));
  }

  /// All archives, the oldest first, and the log.
  static String inOrder(Path directory) throws IOException {
    var content = new StringBuilder();
    List<String> oldestFirst =
        Rig.names(directory).stream()
            .filter(name -> !name.equals("app.log"))
            .sorted(Comparator.comparing(CopyTruncateCrashTest::age))
            .toList();
    for (String archive : oldestFirst) {
      content.append(Rig.content(directory.resolve(archive)));
    }
    return content.append(Rig.content(directory.resolve("app.log"))).toString();
  }

  private static final Pattern NUMBERED = Pattern.compile("app\\.log\\.(\\d+).*");

  /// The archive's date, or its number, of which the highest is the oldest.
  private static String age(String archive) {
    Matcher numbered = NUMBERED.matcher(archive);
    return numbered.matches()
        ? "%04d".formatted(9999 - Integer.parseInt(numbered.group(1)))
        : archive;
  }

  private Path directory(String kind, int call, Variant variant) throws IOException {
    Path parent = variant.memory() ? inMemory : onDisk;
    return Files.createDirectories(parent.resolve(kind + "-" + variant.hashCode() + "-" + call));
  }

  private static boolean isComplaint(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Retry _, Outcome.Failed _ -> true;
      case Outcome.Done _, Outcome.Skipped _, Outcome.Refused _, Outcome.Deferred _ -> false;
    };
  }
}
