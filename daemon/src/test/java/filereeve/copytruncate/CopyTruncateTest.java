package filereeve.copytruncate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.files.Directory;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import filereeve.process.Freezer;
import filereeve.process.OpenWriters;
import filereeve.testing.Durability;
import filereeve.testing.FaultyPosix;
import filereeve.testing.HeadCuts;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.NothingLeftOpen;
import filereeve.testing.ShellWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NothingLeftOpen.class)
class CopyTruncateTest {
  private static final Path LOG = Path.of("app.log");
  private static final int REACH = 64 << 10;

  /// So long that a busy machine does not fail the test.
  private static final Duration LONG = Duration.ofSeconds(10);

  @TempDir private Path onDisk;

  @TempDir(factory = MemoryTempDir.class)
  private Path inMemory;

  private final Posix posix = Durability.of(new LinuxPosix());
  private Freezer freezer = new Freezer(posix);

  @Test
  void wholeBlocksOfWholeLinesAreCut() throws Exception {
    HeadCuts.assumePossible(onDisk);
    String content = "a line of 32 bytes, end included".substring(1).concat("\n").repeat(1000);
    Files.writeString(onDisk.resolve(LOG), content);

    Extraction extraction = extract(onDisk, false);

    assertThat(extraction).isEqualTo(Extraction.lossless(28672, false));
    assertThat(copy(onDisk)).isEqualTo(content.substring(0, 28672));
    assertThat(onDisk.resolve(LOG)).hasContent(content.substring(28672));
  }

  @Test
  void aHoleStaysAHoleInTheCopyAndCostsNoTime() throws Exception {
    long hole = 1L << 40;
    for (Path path : List.of(onDisk, inMemory)) {
      try (var log = new RandomAccessFile(path.resolve(LOG).toFile(), "rw")) {
        log.writeBytes("begin\n");
        log.seek(hole);
        log.writeBytes("a line\n".repeat(10_000));
      }

      Extraction extraction = extract(path, false);

      Path copy = path.resolve(CopyTruncate.copyOf(LOG));
      assertThat(Files.size(copy) + Files.size(path.resolve(LOG))).isEqualTo(hole + 70_000);
      assertThat(extraction.bytes()).isEqualTo(Files.size(copy));
      assertThat(allocated(path, copy)).isLessThan(1 << 20);
      try (var end = new RandomAccessFile(copy.toFile(), "r")) {
        assertThat(end.readLine()).isEqualTo("begin");
        end.seek(hole);
        assertThat(end.readLine()).isEqualTo("a line");
      }
    }
  }

  private long allocated(Path directory, Path file) throws IOException {
    try (Directory in = Directory.open(posix, directory)) {
      return in.stat(file.getFileName()).orElseThrow().allocated();
    }
  }

  @Test
  void aLineIsSplitOnlyWhereNoBoundaryEndsOne() throws Exception {
    HeadCuts.assumePossible(onDisk);
    String content = "x".repeat(100_000) + "\n";
    Files.writeString(onDisk.resolve(LOG), content);

    Extraction extraction = extract(onDisk, false);

    assertThat(extraction.split()).isTrue();
    assertThat(copy(onDisk) + Files.readString(onDisk.resolve(LOG))).isEqualTo(content);
  }

  @Test
  void theCopyHasTheLogsAttributes() throws Exception {
    Path log = Files.writeString(onDisk.resolve(LOG), "x\n".repeat(5000));
    Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-r-----"));
    var time = FileTime.from(Instant.parse("2026-11-20T10:00:00Z"));
    Files.setLastModifiedTime(log, time);
    int uid = posix.effectiveUser() == 0 ? 65_534 : posix.effectiveUser();
    Files.setAttribute(log, "unix:uid", uid);
    Files.setAttribute(log, "user:origin", UTF_8.encode("host7"));

    extract(onDisk, false);

    Path copy = onDisk.resolve(CopyTruncate.copyOf(LOG));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
        .isEqualTo("rw-r-----");
    assertThat(Files.getLastModifiedTime(copy)).isEqualTo(time);
    assertThat(Files.getAttribute(copy, "unix:uid")).isEqualTo(uid);
    assertThat((byte[]) Files.getAttribute(copy, "user:origin")).asString(UTF_8).isEqualTo("host7");
  }

  @Test
  void aLogUnderABlockIsEmptiedWithoutLossIfNoProcessHasItOpen() throws Exception {
    Files.writeString(onDisk.resolve(LOG), "one\ntwo\n");

    assertThat(extract(onDisk, false)).isEqualTo(Extraction.lossless(8, false));

    assertThat(copy(onDisk)).isEqualTo("one\ntwo\n");
    assertThat(onDisk.resolve(LOG)).isEmptyFile();
  }

  @Test
  void thePossibleLossUnderAWriterIsReported() throws Exception {
    try (var _ = ShellWriter.counting(inMemory.resolve(LOG))) {
      Extraction extraction = extract(inMemory, false);

      assertThat(extraction.paused()).isEmpty();
      assertThat(extraction.couldBeLost()).isPresent();
      assertThat(extraction.couldBeLost().getAsLong()).isBetween(0L, 100_000L);
    }
  }

  @Test
  void aPausedWriterLosesNothing() throws Exception {
    var lines = new StringBuilder();
    try (var _ = ShellWriter.counting(inMemory.resolve(LOG))) {
      for (int i = 0; i < 5; i++) {
        Extraction extraction = extract(inMemory, true);

        assertThat(extraction.couldBeLost().isEmpty())
            .as("certain, if all processes can be inspected")
            .isEqualTo(areAllSeen());
        assertThat(extraction.paused().orElseThrow()).isLessThan(LONG);
        lines.append(copy(inMemory));
        tidy(inMemory);
      }
    }
    lines.append(Files.readString(inMemory.resolve(LOG)));
    String[] numbers = lines.toString().split("\n", -1);
    for (int i = 1; i < numbers.length; i++) {
      assertThat(numbers[i - 1]).isEqualTo(String.valueOf(i));
    }
  }

  /// With lines that repeat, recovery could not determine whether the log was emptied.
  @Test
  void aFailedCallBeforeTheLogIsEmptiedLeavesNothing() throws Exception {
    String content = "tick\n".repeat(10);
    Path log = Files.writeString(inMemory.resolve(LOG), content);
    var counting = FaultyPosix.counting(posix);
    try (var _ = ShellWriter.appending(log)) {
      extract(counting, inMemory, false);
      tidy(inMemory);
      int emptied = counting.calls().indexOf("truncate " + log) + 1;
      assertThat(emptied).isGreaterThan(10);
      for (int call = 1; call < emptied; call++) {
        Files.writeString(log, content);
        var failing = FaultyPosix.failing(posix, call, Errno.ENOSPC);

        assertThatThrownBy(() -> extract(failing, inMemory, false))
            .as(counting.calls().get(call - 1))
            .isInstanceOf(PosixException.class);

        try (var names = Files.list(inMemory)) {
          assertThat(names).as(counting.calls().get(call - 1)).containsExactly(log);
        }
        assertThat(log).content().isEqualTo(content);
      }
    }
  }

  @Test
  void aWriterIsPausedWithTheProgramsOwnPermissions() throws Exception {
    var acting = FaultyPosix.counting(posix);
    var own = FaultyPosix.counting(posix);
    freezer = new Freezer(own);
    try (var _ = ShellWriter.counting(inMemory.resolve(LOG))) {
      assertThat(extract(acting, inMemory, true).paused()).isPresent();
    }

    assertThat(acting.calls()).noneMatch(call -> call.startsWith("kill"));
    assertThat(own.calls()).isNotEmpty();
  }

  @Test
  void aFileThatReplacedTheLogIsNotTouched() throws Exception {
    Path log = Files.writeString(onDisk.resolve(LOG), "old\n");
    try (Directory directory = Directory.open(posix, onDisk)) {
      Stat inspected = directory.stat(LOG).orElseThrow();
      Files.move(log, onDisk.resolve("moved"));
      Files.writeString(log, "new\n");

      assertThatThrownBy(
              () ->
                  new CopyTruncate(posix, freezer, REACH, LONG)
                      .extract(directory, LOG, inspected, false, () -> {}))
          .isInstanceOfSatisfying(
              PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
    }
    assertThat(log).hasContent("new\n");
  }

  @Test
  void anInterruptedCopyLeavesNothing() throws Exception {
    Files.writeString(onDisk.resolve(LOG), "x\n".repeat(5000));

    assertThatThrownBy(
            () -> {
              try (Directory directory = Directory.open(posix, onDisk)) {
                new CopyTruncate(posix, freezer)
                    .extract(
                        directory,
                        LOG,
                        directory.stat(LOG).orElseThrow(),
                        false,
                        Thread.currentThread()::interrupt);
              }
            })
        .isInstanceOf(InterruptedException.class);

    try (var names = Files.list(onDisk)) {
      assertThat(names).containsExactly(onDisk.resolve(LOG));
    }
  }

  private Extraction extract(Path path, boolean pauseWriter) throws Exception {
    return extract(posix, path, pauseWriter);
  }

  private Extraction extract(Posix posix, Path path, boolean pauseWriter) throws Exception {
    try (Directory directory = Directory.open(posix, path)) {
      return new CopyTruncate(posix, freezer, REACH, LONG)
          .extract(directory, LOG, directory.stat(LOG).orElseThrow(), pauseWriter, () -> {});
    }
  }

  private boolean areAllSeen() throws IOException {
    try (Directory directory = Directory.open(posix, inMemory)) {
      return OpenWriters.of(directory.fd()).complete();
    }
  }

  private static String copy(Path path) throws IOException {
    return Files.readString(path.resolve(CopyTruncate.copyOf(LOG)));
  }

  private static void tidy(Path path) throws IOException {
    Files.delete(path.resolve(CopyTruncate.intentOf(LOG)));
    Files.delete(path.resolve(CopyTruncate.copyOf(LOG)));
  }
}
