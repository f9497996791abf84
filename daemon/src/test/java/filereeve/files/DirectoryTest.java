package filereeve.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import filereeve.testing.BetweenCalls;
import filereeve.testing.Durability;
import filereeve.testing.FaultyPosix;
import filereeve.testing.NothingLeftOpen;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NothingLeftOpen.class)
class DirectoryTest {
  private static final Path NAME = Path.of("file");
  private static final byte[] OLD = "old".getBytes(UTF_8);
  private static final byte[] NEW = "the new content".getBytes(UTF_8);

  private final Posix posix = Durability.of(new LinuxPosix());

  @TempDir private Path dir;

  private interface Work {
    void on(Directory directory) throws IOException;
  }

  @Test
  void aFileIsNewOrOldAfterACrashAtAnyCall() throws IOException {
    int calls = callsOf(directory -> directory.writeAtomically(NAME, NEW, 0600));
    for (int call = 1; call <= calls; call++) {
      Files.write(dir.resolve(NAME), OLD);
      var stopping = FaultyPosix.stoppingAfter(posix, call);
      assertThatThrownBy(() -> in(stopping, f -> f.writeAtomically(NAME, NEW, 0600)))
          .isInstanceOf(FaultyPosix.Stopped.class);

      assertThat(Set.of("old", "the new content"))
          .as("after call %d", call)
          .contains(Files.readString(dir.resolve(NAME)));
      in(posix, f -> f.writeAtomically(NAME, NEW, 0600));
      assertOnlyTheFileWith(NEW);
    }
  }

  @Test
  void aFileThatIsNotWhatWasWrittenIsAnErrorAndIsNotReadInWhole() throws IOException {
    Path file = dir.resolve(NAME);
    Files.createDirectory(file);
    assertThatThrownBy(() -> in(posix, f -> f.read(NAME, 100)))
        .hasMessageContaining("is not a regular file");
    Files.delete(file);
    Files.createSymbolicLink(file, Path.of("other"));
    assertThatThrownBy(() -> in(posix, f -> f.read(NAME, 100))).isInstanceOf(IOException.class);
    Files.delete(file);
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(20L << 30);
    }
    var counting = FaultyPosix.counting(posix);
    assertThatThrownBy(() -> in(counting, f -> f.read(NAME, 100)))
        .hasMessageContaining("is longer than 100 bytes");
    assertThat(counting.calls()).noneMatch(call -> call.startsWith("read"));
  }

  @Test
  void aFileIsReadUpToTheLimitEvenIfItGrowsMeanwhile() throws IOException {
    Path file = Files.write(dir.resolve(NAME), new byte[20_000]);
    in(
        posix,
        f ->
            assertThat(f.read(NAME, 20_000))
                .hasValueSatisfying(b -> assertThat(b).hasSize(20_000)));
    assertThatThrownBy(() -> in(posix, f -> f.read(NAME, 19_999)))
        .hasMessageContaining("is longer than 19999 bytes");
    Posix growing =
        BetweenCalls.afterFirst(
            posix, "stat", () -> Files.write(file, new byte[1], StandardOpenOption.APPEND));
    assertThatThrownBy(() -> in(growing, f -> f.read(NAME, 20_000)))
        .hasMessageContaining("is longer than 20000 bytes");
  }

  @Test
  void whatIsMissingIsNeitherReadNorRemoved() throws IOException {
    in(
        posix,
        f -> {
          assertThat(f.read(NAME, 1)).isEmpty();
          assertThat(f.remove(NAME)).isFalse();
          Files.write(dir.resolve(NAME), OLD);
          assertThat(f.remove(NAME)).isTrue();
        });
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void whatCannotBeRemovedIsAnError() throws IOException {
    Files.createDirectory(dir.resolve(NAME));

    assertThatThrownBy(() -> in(posix, f -> f.remove(NAME))).isInstanceOf(PosixException.class);
    var failure = new IOException();
    in(posix, f -> f.removeAfter(NAME, failure));

    assertThat(failure.getSuppressed()).hasSize(1);
  }

  @Test
  void aFilesystemThatCannotSwapSaysSo() throws IOException {
    Path other = Path.of("other");
    Files.write(dir.resolve(NAME), OLD);
    Files.write(dir.resolve(other), NEW);

    in(BetweenCalls.withoutSwap(posix), f -> assertThat(f.swap(NAME, other)).isFalse());
    assertThat(dir.resolve(NAME)).hasBinaryContent(OLD);
    in(
        posix,
        f -> {
          assertThat(f.swap(NAME, other)).isTrue();
          f.sync();
        });
    assertThat(dir.resolve(NAME)).hasBinaryContent(NEW);
    assertThatThrownBy(() -> in(posix, f -> f.swap(NAME, Path.of("missing"))))
        .isInstanceOf(PosixException.class);
  }

  @Test
  void whatIsReplacedIsGone() throws IOException {
    Path other = Path.of("other");
    Files.write(dir.resolve(NAME), OLD);
    Files.write(dir.resolve(other), NEW);

    in(
        posix,
        f -> {
          f.replace(other, NAME);
          f.sync();
        });

    assertOnlyTheFileWith(NEW);
  }

  @Test
  void holesAreNotWritten() throws IOException {
    try (var sparse = new RandomAccessFile(dir.resolve(NAME).toFile(), "rw")) {
      sparse.seek(1 << 20);
      sparse.write(NEW);
    }
    Files.createDirectory(dir.resolve("directory"));
    in(
        posix,
        f -> {
          assertThat(f.written(NAME, f.stat(NAME).orElseThrow())).isBetween(1L, 1L << 16);
          Path directory = Path.of("directory");
          Stat stat = f.stat(directory).orElseThrow();
          assertThat(f.written(directory, stat)).isEqualTo(stat.size());
        });
  }

  @Test
  void aDirectoryIsTheSameUnderAnotherName() throws IOException {
    Path one = Files.createDirectory(dir.resolve("one"));
    Path other = Files.createDirectory(dir.resolve("other"));
    try (Directory first = Directory.open(posix, one);
        Directory second = Directory.open(posix, other)) {
      Files.move(one, dir.resolve("moved"));
      try (Directory moved = Directory.open(posix, dir.resolve("moved"))) {
        assertThat(moved.identity()).isEqualTo(first.identity()).isNotEqualTo(second.identity());
      }
    }
  }

  @Test
  void whatIsThereIsKeptByACreation() throws IOException {
    Files.write(dir.resolve(NAME), OLD);

    assertThatThrownBy(() -> in(posix, f -> f.createDurably(NAME, NEW, 0600)))
        .isInstanceOfSatisfying(
            PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EEXIST));

    assertOnlyTheFileWith(OLD);
  }

  @Test
  void aFailedCallKeepsTheOldFileOrTheWholeNewOne() throws IOException {
    int calls = callsOf(directory -> directory.writeAtomically(NAME, NEW, 0600));
    for (int call = 1; call <= calls; call++) {
      Files.write(dir.resolve(NAME), OLD);
      var failing = FaultyPosix.failing(posix, call, Errno.ENOSPC);
      assertThatThrownBy(() -> in(failing, f -> f.writeAtomically(NAME, NEW, 0600)))
          .isInstanceOf(PosixException.class);

      assertThat(Set.of("old", "the new content")).contains(Files.readString(dir.resolve(NAME)));
      assertThat(dir).as("call %d", call).satisfies(this::hasOneEntry);
      in(posix, f -> f.writeAtomically(NAME, NEW, 0600));
      assertOnlyTheFileWith(NEW);
    }
  }

  @Test
  void aFullDiskLeavesNoTemporaryFile() throws IOException {
    int write = 1 + indexOf("write");
    assertThatThrownBy(
            () ->
                in(
                    FaultyPosix.failing(posix, write, Errno.ENOSPC),
                    f -> f.writeNew(NAME, NEW, 0600)))
        .hasMessageContaining("No space left on device");

    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void aNewFileNeverReplacesAnother() throws IOException {
    Files.write(dir.resolve(NAME), OLD);

    assertThatThrownBy(() -> in(posix, f -> f.writeNew(NAME, NEW, 0600)))
        .isInstanceOfSatisfying(
            PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EEXIST));

    assertOnlyTheFileWith(OLD);
  }

  private int callsOf(Work work) throws IOException {
    var counting = FaultyPosix.counting(posix);
    in(counting, work);
    return counting.calls().size();
  }

  private int indexOf(String name) throws IOException {
    var counting = FaultyPosix.counting(posix);
    in(counting, f -> f.writeNew(NAME, NEW, 0600));
    Files.delete(dir.resolve(NAME));
    return (int) counting.calls().stream().takeWhile(c -> !c.startsWith(name)).count();
  }

  private void in(Posix system, Work work) throws IOException {
    try (Directory directory = Directory.open(system, dir)) {
      work.on(directory);
    }
  }

  private void assertOnlyTheFileWith(byte[] content) {
    assertThat(dir.resolve(NAME)).hasBinaryContent(content);
    assertThat(dir).isDirectoryContaining(p -> p.endsWith(NAME)).satisfies(this::hasOneEntry);
  }

  private void hasOneEntry(Path directory) {
    assertThat(directory.toFile().list()).hasSize(1);
  }
}
