package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.archive.NamePattern;
import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.posix.LinuxPosix;
import filereeve.telemetry.Event;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.RecordingLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Writers that never stop, and runs for one file, at the whole rule and at archives all at once.
@Tag("slow")
class RotateUnderLoadTest {
  private static final int ROTATIONS = 25;
  private static final int OPENED_ROTATIONS = 200;

  @TempDir(factory = MemoryTempDir.class)
  private Path directory;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  static Stream<Naming> namings() {
    return Stream.of(
        Naming.DATED,
        Naming.NUMBERED,
        new Naming.Numbered(0),
        new Naming.Dated(NamePattern.parse("<stem>-<yyyy><MM><dd><ext>")));
  }

  @ParameterizedTest
  @MethodSource("namings")
  void everyLineOfABusyWriterIsThereOnce(Naming naming) throws Exception {
    Path app = directory.resolve("app.log");
    RotateSettings settings =
        RuleBuilder.of(directory, "*")
            .naming(naming)
            .size(4096)
            .compress(Codec.ZSTD)
            .after()
            .settings();
    try (var writer = new Writer(app)) {
      var rig = new Rig(settings, new LinuxPosix(), InstantSource.system(), log, writer::reopen);
      new UnderLoad(writer, rig, log).rotate(app, ROTATIONS);
      rig.whole(Cause.SCHEDULE);
      rig.whole(Cause.RESCAN);
      rig.drain();

      assertThat(Rig.lines(directory)).isEqualTo(writer.written());
      assertThat(Rig.names(directory))
          .allMatch(name -> name.equals("app.log") || name.endsWith(".zst"));
    }
  }

  @Test
  void whoeverOpensTheLogAtAnyMomentFindsOne() throws Exception {
    Path app = Files.createFile(directory.resolve("app.log"));
    RotateSettings settings = RuleBuilder.of(directory, "*.log").create().settings();
    var rig = new Rig(settings, new LinuxPosix(), InstantSource.system(), log);
    var enough = new AtomicBoolean();
    try (var threads = Executors.newFixedThreadPool(2)) {
      Future<Long> reading =
          threads.submit(
              () -> {
                long times = 0;
                for (; !enough.get(); times++) {
                  Files.newByteChannel(app, StandardOpenOption.READ).close();
                }
                return times;
              });
      Future<List<String>> writing =
          threads.submit(
              () -> {
                var written = new ArrayList<String>();
                while (!enough.get()) {
                  String line = String.format(Locale.ROOT, "line %08d", written.size());
                  Files.writeString(
                      app, line + "\n", StandardOpenOption.WRITE, StandardOpenOption.APPEND);
                  written.add(line);
                }
                return written;
              });
      while (log.lines(Event.ROTATED).size() < OPENED_ROTATIONS
          && !reading.isDone()
          && !writing.isDone()) {
        rig.whole(Cause.OPERATOR);
      }
      enough.set(true);

      assertThat(reading.get()).isGreaterThan(OPENED_ROTATIONS);
      List<String> written = writing.get();
      assertThat(Rig.lines(directory)).isEqualTo(written);
    }
  }
}
