package filereeve.replace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.codec.Codec;
import filereeve.codec.Level;
import filereeve.files.Directory;
import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.testing.BetweenCalls;
import filereeve.testing.LogLines;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplacementStepsTest {
  private static final Path LOG = Path.of("app.log.1");
  private static final byte[] CONTENT = LogLines.bytes(400_000);

  private final Posix posix = new LinuxPosix();
  private final ReplacementSteps steps = Replacing.steps(posix);

  /// The name of the source, for the guard.
  private Path nameNow = LOG;

  @TempDir private Path dir;

  @BeforeEach
  void aFile() throws IOException {
    Files.write(dir.resolve(LOG), CONTENT);
  }

  @ParameterizedTest
  @EnumSource
  void theArchiveReplacesTheFile(Codec codec) throws Exception {
    ReplacementResult result = replace(posix, codec, false);

    assertThat(result).isInstanceOf(ReplacementResult.Compressed.class);
    assertThat(names()).containsExactly("app.log.1." + codec.suffix());
    assertThat(content("app.log.1." + codec.suffix(), codec)).isEqualTo(CONTENT);
  }

  @Test
  void theOriginalIsKeptIfConfigured() throws Exception {
    assertThat(replace(posix, Codec.GZIP, true)).isInstanceOf(ReplacementResult.Compressed.class);
    assertThat(names()).containsExactlyInAnyOrder("app.log.1", "app.log.1.gz");
  }

  @Test
  void modeAndTimesAreKept() throws Exception {
    var mode = PosixFilePermissions.fromString("rw-r-----");
    var time = FileTime.from(Instant.parse("2024-02-29T23:59:59.123456789Z"));
    Files.setPosixFilePermissions(dir.resolve(LOG), mode);
    Files.setLastModifiedTime(dir.resolve(LOG), time);

    replace(posix, Codec.ZSTD, false);

    Path archive = dir.resolve("app.log.1.zst");
    assertThat(Files.getPosixFilePermissions(archive)).isEqualTo(mode);
    assertThat(Files.getLastModifiedTime(archive)).isEqualTo(time);
  }

  @Test
  void extendedAttributesAreKept() throws Exception {
    assumeTrue(Files.getFileStore(dir).supportsFileAttributeView("user"), "not on this filesystem");
    attributes(LOG).write("user.origin", UTF_8.encode("host7"));

    replace(posix, Codec.ZSTD, false);

    assertThat(attributes(Path.of("app.log.1.zst")).size("user.origin")).isEqualTo(5);
  }

  @Test
  void aFileRenamedWhileItWasCompressedIsPublishedUnderItsNewName() throws Exception {
    try (Directory directory = Directory.open(posix, dir);
        FileReplacement file = prepare(directory)) {
      Files.move(dir.resolve(LOG), dir.resolve("app.log.2"));
      nameNow = Path.of("app.log.2");

      assertThat(publish(file)).isInstanceOf(ReplacementResult.Compressed.class);
    }
    assertThat(names()).containsExactly("app.log.2.zst");
  }

  @Test
  void anotherFileUnderTheNameIsNotTouched() throws Exception {
    try (Directory directory = Directory.open(posix, dir);
        FileReplacement file = prepare(directory)) {
      Files.delete(dir.resolve(LOG));
      Files.write(dir.resolve(LOG), CONTENT);

      assertThat(publish(file)).isInstanceOf(ReplacementResult.Changed.class);
    }
    assertThat(names()).containsExactly("app.log.1");
  }

  @Test
  void bytesAppendedDuringCompressionAreNotLost() throws Exception {
    try (Directory directory = Directory.open(posix, dir)) {
      assertThat(prepare(directory, _ -> append()).result())
          .isInstanceOf(ReplacementResult.Changed.class);
    }
    assertThat(names()).containsExactly("app.log.1");
    assertThat(Files.size(dir.resolve(LOG))).isGreaterThan(CONTENT.length);
  }

  @Test
  void bytesAppendedAfterTheArchiveGotItsNameAreNotLost() throws Exception {
    assertThat(replace(BetweenCalls.afterFirst(posix, "rename", this::append), Codec.ZSTD, false))
        .isInstanceOf(ReplacementResult.Changed.class);
    assertThat(names()).containsExactly("app.log.1");
    assertThat(Files.size(dir.resolve(LOG))).isEqualTo(CONTENT.length + 1);
  }

  @Test
  void aFileTruncatedDuringCompressionIsNotReplaced() throws Exception {
    Posix cutting =
        BetweenCalls.afterFirst(posix, "read", () -> Files.write(dir.resolve(LOG), new byte[10]));

    assertThat(replace(cutting, Codec.ZSTD, false)).isInstanceOf(ReplacementResult.Changed.class);
    assertThat(names()).containsExactly("app.log.1");
  }

  @Test
  void anArchiveOfTheSameContentCountsAsThatOfAnEarlierRun() throws Exception {
    replace(posix, Codec.ZSTD, true);

    assertThat(replace(posix, Codec.ZSTD, false)).isInstanceOf(ReplacementResult.AlreadyDone.class);
    assertThat(names()).containsExactly("app.log.1.zst");
  }

  @ParameterizedTest
  @EnumSource
  void aTargetOfOtherContentIsNeverOverwritten(Codec codec) throws Exception {
    replace(posix, codec, true);
    append();
    byte[] before = Files.readAllBytes(dir.resolve("app.log.1." + codec.suffix()));

    ReplacementResult result = replace(posix, codec, false);

    assertThat(result)
        .isInstanceOfSatisfying(
            ReplacementResult.Refused.class,
            r ->
                assertThat(r.why())
                    .contains(dir + "/app.log.1: " + dir + "/app.log.1." + codec.suffix()));
    assertThat(Files.readAllBytes(dir.resolve("app.log.1." + codec.suffix()))).isEqualTo(before);
    assertThat(Files.size(dir.resolve(LOG))).isEqualTo(CONTENT.length + 1);
  }

  @ParameterizedTest
  @EnumSource
  void aTargetThatIsNotAnArchiveIsNeverOverwritten(Codec codec) throws Exception {
    Path target = dir.resolve("app.log.1." + codec.suffix());
    replace(posix, codec, true);
    byte[] cut = Arrays.copyOf(Files.readAllBytes(target), 1000);
    for (byte[] other : List.of(new byte[0], "hello".getBytes(UTF_8), cut)) {
      Files.write(target, other);

      assertThat(replace(posix, codec, false)).isInstanceOf(ReplacementResult.Refused.class);
      assertThat(Files.readAllBytes(target)).isEqualTo(other);
      assertThat(Files.readAllBytes(dir.resolve(LOG))).isEqualTo(CONTENT);
    }
  }

  @Test
  void aTargetThatAppearsMeanwhileIsNeverOverwritten() throws Exception {
    try (Directory directory = Directory.open(posix, dir);
        FileReplacement file = prepare(directory)) {
      Files.writeString(dir.resolve("app.log.1.zst"), "somebody's");

      assertThat(publish(file)).isInstanceOf(ReplacementResult.Refused.class);
    }
    assertThat(dir.resolve("app.log.1.zst")).hasContent("somebody's");
    assertThat(names()).containsExactlyInAnyOrder("app.log.1", "app.log.1.zst");
  }

  @Test
  void aFileWithTwoNamesIsRefused() throws Exception {
    Files.createLink(dir.resolve("other"), dir.resolve(LOG));

    assertThat(replace(posix, Codec.ZSTD, false))
        .isInstanceOfSatisfying(
            ReplacementResult.Refused.class,
            r -> assertThat(r.why()).contains("2 names (hard links)"));
    assertThat(names()).containsExactlyInAnyOrder("app.log.1", "other");
  }

  @Test
  void aMissingFileIsAnErrorOfTheSystemCall() throws Exception {
    Files.delete(dir.resolve(LOG));
    assertThatExceptionOfType(PosixException.class)
        .isThrownBy(() -> replace(posix, Codec.ZSTD, false))
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
    assertThat(names()).isEmpty();
  }

  @Test
  void leftOversAreRemovedButNotFilesInUse() throws Exception {
    Path left = Path.of(".old.zst.filereeve-compress");
    Path inUse = Path.of("." + LOG + ".zst.filereeve-compress");
    Path aDirectory = Path.of(".directory.filereeve-compress");
    Files.createFile(dir.resolve(left));
    Files.createDirectory(dir.resolve(aDirectory));
    try (Directory directory = Directory.open(posix, dir);
        FileReplacement file = prepare(directory)) {
      assertThat(steps.removeLeftOver(directory, left)).isTrue();
      assertThat(steps.removeLeftOver(directory, left)).as("removed already").isFalse();
      assertThat(steps.removeLeftOver(directory, inUse)).isFalse();
      assertThat(steps.removeLeftOver(directory, aDirectory)).isFalse();
      assertThat(prepare(directory).result())
          .isEqualTo(new ReplacementResult.Changed("it is being compressed already"));
      assertThat(publish(file)).isInstanceOf(ReplacementResult.Compressed.class);
    }
    assertThat(names()).containsExactlyInAnyOrder("app.log.1.zst", ".directory.filereeve-compress");
  }

  @Test
  void anInterruptedRunLeavesNothingBehind() throws Exception {
    try (Directory directory = Directory.open(posix, dir)) {
      assertThatExceptionOfType(InterruptedException.class)
          .isThrownBy(() -> prepare(directory, _ -> Thread.currentThread().interrupt()));
    }
    assertThat(names()).containsExactly("app.log.1");
    assertThat(Files.readAllBytes(dir.resolve(LOG))).isEqualTo(CONTENT);
  }

  @Test
  void progressCountsTheContentTwice() throws Exception {
    var processed = new long[1];
    try (Directory directory = Directory.open(posix, dir);
        FileReplacement _ = prepare(directory, n -> processed[0] += n)) {
      assertThat(processed[0]).isEqualTo(2L * CONTENT.length);
    }
  }

  private ReplacementResult replace(Posix posix, Codec codec, boolean keepsSource)
      throws Exception {
    try (Directory directory = Directory.open(posix, dir)) {
      return Replacing.steps(posix)
          .replaceOne(
              directory,
              LOG,
              codec,
              new Level.Auto(),
              Existing.KEEP,
              keepsSource,
              Replacing::nobodyWrites,
              ReplacementStepsTest::unheard);
    }
  }

  private FileReplacement prepare(Directory directory) throws Exception {
    return prepare(directory, ReplacementStepsTest::unheard);
  }

  private FileReplacement prepare(Directory directory, LongConsumer progress) throws Exception {
    var guard =
        new FileReplacement.Guard() {
          @Override
          public boolean isWritten(Fd source) {
            return false;
          }

          @Override
          public Optional<Path> nameNow(Path name) {
            return Optional.of(nameNow);
          }
        };
    return steps.prepare(
        directory, LOG, directory, Optional.of(Codec.ZSTD), new Level.Auto(), guard, progress);
  }

  private ReplacementResult publish(FileReplacement file) throws IOException {
    steps.makeDurable(List.of(file));
    steps.replace(List.of(file));
    return file.result();
  }

  private static void unheard(long bytes) {}

  private void append() {
    try {
      Files.write(dir.resolve(LOG), new byte[] {'x'}, APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private UserDefinedFileAttributeView attributes(Path name) {
    return Files.getFileAttributeView(dir.resolve(name), UserDefinedFileAttributeView.class);
  }

  private byte[] content(String archive, Codec codec) throws IOException {
    try (InputStream in = codec.decoder(Files.newInputStream(dir.resolve(archive)))) {
      return in.readAllBytes();
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }
}
