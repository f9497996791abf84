package filereeve.copytruncate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.copytruncate.CopyTruncateRecovery.Verdict;
import filereeve.files.Directory;
import filereeve.files.TempNames;
import filereeve.files.TempNames.Purpose;
import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.process.Freezer;
import filereeve.testing.BetweenCalls;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.NothingLeftOpen;
import filereeve.testing.ShellWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A log on a filesystem that cannot cut blocks.
@ExtendWith(NothingLeftOpen.class)
class EmptyingTest {
  private static final Path LOG = Path.of("app.log");
  private static final String CONTENT = "tick\n".repeat(10);

  /// As much as makes another round necessary.
  private static final byte[] MUCH = new byte[64 << 10];

  @TempDir(factory = MemoryTempDir.class)
  private Path tempDir;

  private final Posix posix = new LinuxPosix();
  private final List<String> calls = new ArrayList<>();

  /// What is left for the moment in which lines can be lost is little, unless the writer is faster
  /// than the copy.
  ///
  /// @param growths after so many syncs of the copy, the log has grown
  /// @param syncs of the copy in all
  @ParameterizedTest
  @CsvSource({"0, 4", "3, 7", "20, 23"})
  void theCopyIsCaughtUpAndSyncedUntilLittleIsLeft(int growths, int syncs) throws Exception {
    Path log = Files.writeString(tempDir.resolve(LOG), CONTENT);
    var done = new AtomicInteger();
    Posix growing =
        BetweenCalls.of(
            posix,
            (name, arguments, call) -> {
              @Nullable Object result = call.make();
              calls.add(name);
              if (name.equals("sync")
                  && isCopy(arguments[0])
                  && done.incrementAndGet() <= growths) {
                Files.write(log, MUCH, StandardOpenOption.APPEND);
              }
              return result;
            });

    Extraction extraction = extract(growing);

    assertThat(done).hasValue(syncs);
    assertThat(calls).as("who opens it need not wait").containsSubsequence("truncate", "endLease");
    assertThat(calls.subList(calls.indexOf("endLease"), calls.size())).contains("sync");
    assertThat(extraction.bytes()).isEqualTo(CONTENT.length() + (long) growths * MUCH.length);
    assertThat(log).isEmptyFile();
  }

  @Test
  void allWritersArePausedUnlessOneIsThisProgram() throws Exception {
    Path log = Files.writeString(tempDir.resolve(LOG), CONTENT);
    try (var _ = ShellWriter.appending(log);
        var _ = ShellWriter.appending(log)) {
      assertThat(extract(posix, true).paused()).isPresent();
      Files.delete(tempDir.resolve(CopyTruncate.copyOf(LOG)));
      Files.delete(tempDir.resolve(CopyTruncate.intentOf(LOG)));
      try (var _ = Files.newOutputStream(log, StandardOpenOption.APPEND)) {
        assertThat(extract(posix, true).paused()).isEmpty();
      }
    }
  }

  /// Nobody but the recovery knows by then whether the log was emptied.
  @Test
  void afterAFailureToEmptyALogItsCopyIsKeptForTheRecovery() throws Exception {
    Path log = Files.writeString(tempDir.resolve(LOG), CONTENT);

    assertThatThrownBy(() -> extract(failing(log))).isInstanceOf(PosixException.class);

    assertThat(calls).as("who opens it need not wait").contains("endLease");
    assertKept(log);
  }

  @Test
  void soItIsUnderAWriter() throws Exception {
    Path log = Files.writeString(tempDir.resolve(LOG), CONTENT);

    try (var _ = ShellWriter.appending(log)) {
      assertThatThrownBy(() -> extract(failing(log))).isInstanceOf(PosixException.class);
    }

    assertKept(log);
  }

  private void assertKept(Path log) throws Exception {
    assertThat(tempDir.resolve(CopyTruncate.copyOf(LOG))).hasContent(CONTENT);
    assertThat(tempDir.resolve(CopyTruncate.intentOf(LOG))).exists();
    assertThat(log).hasContent(CONTENT);
    try (Directory directory = Directory.open(posix, tempDir)) {
      var recovery = new CopyTruncateRecovery(posix, new Freezer(posix), directory, LOG, () -> {});
      assertThat(recovery.recover()).isEqualTo(Verdict.NOT_CUT);
    }
  }

  private Posix failing(Path log) {
    return BetweenCalls.of(
        posix,
        (name, arguments, call) -> {
          calls.add(name);
          if (name.equals("truncate") && ((Fd) arguments[0]).path().equals(log.toString())) {
            throw new PosixException("truncate", log.toString(), Errno.EIO);
          }
          return call.make();
        });
  }

  private static boolean isCopy(Object fd) {
    return TempNames.isFor(Purpose.COPY, Path.of(((Fd) fd).path()).getFileName());
  }

  private Extraction extract(Posix with) throws Exception {
    return extract(with, false);
  }

  /// A pause is as long as a busy machine makes it.
  private Extraction extract(Posix with, boolean pauseWriter) throws Exception {
    try (Directory directory = Directory.open(with, tempDir)) {
      return new CopyTruncate(with, new Freezer(posix), 1 << 20, Duration.ofSeconds(10))
          .extract(directory, LOG, directory.stat(LOG).orElseThrow(), pauseWriter, () -> {});
    }
  }
}
