package filereeve.replace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.codec.Codec;
import filereeve.codec.Level;
import filereeve.files.Directory;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
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
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompressedReplacementTest {
  private static final Path LOG = Path.of("app.log.1");
  private static final byte[] CONTENT = LogLines.bytes(400_000);

  private final Posix posix = new LinuxPosix();
  @TempDir private Path dir;

  @BeforeEach
  void aFile() throws IOException {
    Files.write(dir.resolve(LOG), CONTENT);
  }

  @ParameterizedTest
  @EnumSource
  void theArchiveTakesTheFilesPlace(Codec codec) throws Exception {
    Replacement result = replace(posix, codec, Original.REMOVE);

    assertThat(result).isInstanceOf(Replacement.Compressed.class);
    assertThat(names()).containsExactly("app.log.1." + codec.suffix());
    assertThat(content("app.log.1." + codec.suffix(), codec)).isEqualTo(CONTENT);
  }

  @Test
  void theOriginalStaysIfAskedFor() throws Exception {
    assertThat(replace(posix, Codec.GZIP, Original.KEEP))
        .isInstanceOf(Replacement.Compressed.class);
    assertThat(names()).containsExactlyInAnyOrder("app.log.1", "app.log.1.gz");
  }

  @Test
  void modeAndTimesAreKept() throws Exception {
    var mode = PosixFilePermissions.fromString("rw-r-----");
    var time = FileTime.from(Instant.parse("2024-02-29T23:59:59.123456789Z"));
    Files.setPosixFilePermissions(dir.resolve(LOG), mode);
    Files.setLastModifiedTime(dir.resolve(LOG), time);

    replace(posix, Codec.ZSTD, Original.REMOVE);

    Path archive = dir.resolve("app.log.1.zst");
    assertThat(Files.getPosixFilePermissions(archive)).isEqualTo(mode);
    assertThat(Files.getLastModifiedTime(archive)).isEqualTo(time);
  }

  @Test
  void extendedAttributesAreKept() throws Exception {
    assumeTrue(Files.getFileStore(dir).supportsFileAttributeView("user"), "not on this filesystem");
    attributes(LOG).write("user.origin", UTF_8.encode("host7"));

    replace(posix, Codec.ZSTD, Original.REMOVE);

    assertThat(attributes(Path.of("app.log.1.zst")).size("user.origin")).isEqualTo(5);
  }

  @Test
  void aFileRenamedWhileItWasCompressedIsPublishedUnderItsNewName() throws Exception {
    try (Directory directory = Directory.open(posix, dir);
        Prepared archive =
            prepare(
                new CompressedReplacement(posix), directory, CompressedReplacementTest::unheard)) {
      Files.move(dir.resolve(LOG), dir.resolve("app.log.2"));

      Replacement result =
          archive.publish(Path.of("app.log.2"), Path.of("app.log.2.zst"), Original.REMOVE);

      assertThat(result).isInstanceOf(Replacement.Compressed.class);
    }
    assertThat(names()).containsExactly("app.log.2.zst");
  }

  @Test
  void anotherFileUnderTheNameIsLeftAlone() throws Exception {
    try (Directory directory = Directory.open(posix, dir);
        Prepared archive =
            prepare(
                new CompressedReplacement(posix), directory, CompressedReplacementTest::unheard)) {
      Files.delete(dir.resolve(LOG));
      Files.write(dir.resolve(LOG), CONTENT);

      assertThat(archive.publish(LOG, Path.of("app.log.1.zst"), Original.REMOVE))
          .isInstanceOf(Replacement.Changed.class);
    }
    assertThat(names()).containsExactly("app.log.1");
  }

  @Test
  void whatIsAppendedWhileItIsCompressedIsNotLost() throws Exception {
    try (Directory directory = Directory.open(posix, dir)) {
      Preparation preparation =
          new CompressedReplacement(posix).prepare(directory, request(Codec.ZSTD), _ -> append());
      assertThat(preparation).isInstanceOf(Preparation.Ended.class);
    }
    assertThat(names()).containsExactly("app.log.1");
    assertThat(Files.size(dir.resolve(LOG))).isGreaterThan(CONTENT.length);
  }

  @Test
  void whatIsAppendedAfterTheArchiveGotItsNameIsNotLost() throws Exception {
    assertThat(
            replace(
                BetweenCalls.afterFirst(posix, "rename", this::append),
                Codec.ZSTD,
                Original.REMOVE))
        .isInstanceOf(Replacement.Changed.class);
    assertThat(names()).containsExactly("app.log.1");
    assertThat(Files.size(dir.resolve(LOG))).isEqualTo(CONTENT.length + 1);
  }

  @Test
  void aFileCutOffWhileItIsCompressedIsNotReplaced() throws Exception {
    Posix cutting =
        BetweenCalls.afterFirst(posix, "read", () -> Files.write(dir.resolve(LOG), new byte[10]));

    assertThat(replace(cutting, Codec.ZSTD, Original.REMOVE))
        .isInstanceOf(Replacement.Changed.class);
    assertThat(names()).containsExactly("app.log.1");
  }

  @Test
  void anArchiveOfTheSameContentIsTakenForAnEarlierRuns() throws Exception {
    replace(posix, Codec.ZSTD, Original.KEEP);

    assertThat(replace(posix, Codec.ZSTD, Original.REMOVE))
        .isInstanceOf(Replacement.AlreadyDone.class);
    assertThat(names()).containsExactly("app.log.1.zst");
  }

  @ParameterizedTest
  @EnumSource
  void aTargetOfOtherContentIsNeverOverwritten(Codec codec) throws Exception {
    replace(posix, codec, Original.KEEP);
    append();
    byte[] before = Files.readAllBytes(dir.resolve("app.log.1." + codec.suffix()));

    Replacement result = replace(posix, codec, Original.REMOVE);

    assertThat(result)
        .isInstanceOfSatisfying(
            Replacement.Refused.class,
            r ->
                assertThat(r.why())
                    .contains(dir + "/app.log.1: " + dir + "/app.log.1." + codec.suffix()));
    assertThat(Files.readAllBytes(dir.resolve("app.log.1." + codec.suffix()))).isEqualTo(before);
    assertThat(Files.size(dir.resolve(LOG))).isEqualTo(CONTENT.length + 1);
  }

  @ParameterizedTest
  @EnumSource
  void aTargetThatIsNoArchiveIsNeverOverwritten(Codec codec) throws Exception {
    Path target = dir.resolve("app.log.1." + codec.suffix());
    replace(posix, codec, Original.KEEP);
    byte[] cut = Arrays.copyOf(Files.readAllBytes(target), 1000);
    for (byte[] other : List.of(new byte[0], "hello".getBytes(UTF_8), cut)) {
      Files.write(target, other);

      assertThat(replace(posix, codec, Original.REMOVE)).isInstanceOf(Replacement.Refused.class);
      assertThat(Files.readAllBytes(target)).isEqualTo(other);
      assertThat(Files.readAllBytes(dir.resolve(LOG))).isEqualTo(CONTENT);
    }
  }

  @Test
  void aTargetThatAppearsMeanwhileIsNeverOverwritten() throws Exception {
    try (Directory directory = Directory.open(posix, dir);
        Prepared archive =
            prepare(
                new CompressedReplacement(posix), directory, CompressedReplacementTest::unheard)) {
      Files.writeString(dir.resolve("app.log.1.zst"), "somebody's");

      assertThat(archive.publish(LOG, Path.of("app.log.1.zst"), Original.REMOVE))
          .isInstanceOf(Replacement.Refused.class);
    }
    assertThat(dir.resolve("app.log.1.zst")).hasContent("somebody's");
    assertThat(names()).containsExactlyInAnyOrder("app.log.1", "app.log.1.zst");
  }

  @Test
  void aFileWithTwoNamesIsRefused() throws Exception {
    Files.createLink(dir.resolve("other"), dir.resolve(LOG));

    assertThat(replace(posix, Codec.ZSTD, Original.REMOVE))
        .isInstanceOfSatisfying(
            Replacement.Refused.class, r -> assertThat(r.why()).contains("2 names (hard links)"));
    assertThat(names()).containsExactlyInAnyOrder("app.log.1", "other");
  }

  @Test
  void aFileThatIsGoneHasChanged() throws Exception {
    Files.delete(dir.resolve(LOG));
    assertThat(replace(posix, Codec.ZSTD, Original.REMOVE))
        .isEqualTo(new Replacement.Changed("it is gone"));
  }

  @Test
  void leftOversAreRemovedButNotWhatIsBeingWritten() throws Exception {
    var replacement = new CompressedReplacement(posix);
    Files.createFile(dir.resolve(".old.zst.filereeve-compress"));
    Files.createDirectory(dir.resolve(".directory.filereeve-compress"));
    Files.createFile(dir.resolve("not-ours.filereeve-compress"));
    try (Directory directory = Directory.open(posix, dir);
        Prepared archive = prepare(replacement, directory, CompressedReplacementTest::unheard)) {
      assertThat(replacement.removeLeftOvers(directory))
          .containsExactly(Path.of(".old.zst.filereeve-compress"));
      assertThat(
              replacement.prepare(
                  directory, request(Codec.ZSTD), CompressedReplacementTest::unheard))
          .isInstanceOf(Preparation.Ended.class);
      assertThat(archive.publish(LOG, Path.of("app.log.1.zst"), Original.REMOVE))
          .isInstanceOf(Replacement.Compressed.class);
    }
    assertThat(names())
        .containsExactlyInAnyOrder(
            "app.log.1.zst", ".directory.filereeve-compress", "not-ours.filereeve-compress");
  }

  @Test
  void anInterruptedRunLeavesNothingBehind() throws Exception {
    try (Directory directory = Directory.open(posix, dir)) {
      assertThatExceptionOfType(InterruptedException.class)
          .isThrownBy(
              () ->
                  new CompressedReplacement(posix)
                      .prepare(
                          directory, request(Codec.ZSTD), _ -> Thread.currentThread().interrupt()));
    }
    assertThat(names()).containsExactly("app.log.1");
    assertThat(Files.readAllBytes(dir.resolve(LOG))).isEqualTo(CONTENT);
  }

  @Test
  void progressGoesThroughTheContentTwice() throws Exception {
    var gone = new long[1];
    try (Directory directory = Directory.open(posix, dir);
        Prepared _ = prepare(new CompressedReplacement(posix), directory, n -> gone[0] += n)) {
      assertThat(gone[0]).isEqualTo(2L * CONTENT.length);
    }
  }

  private Replacement replace(Posix posix, Codec codec, Original original) throws Exception {
    var request = request(codec);
    try (Directory directory = Directory.open(posix, dir)) {
      return switch (new CompressedReplacement(posix)
          .prepare(directory, request, CompressedReplacementTest::unheard)) {
        case Preparation.Ended ended -> ended.result();
        case Preparation.Ready ready -> {
          try (Prepared archive = ready.archive()) {
            yield archive.publish(request.source(), request.target(), original);
          }
        }
      };
    }
  }

  private static Prepared prepare(
      CompressedReplacement replacement, Directory directory, LongConsumer progress)
      throws Exception {
    return switch (replacement.prepare(directory, request(Codec.ZSTD), progress)) {
      case Preparation.Ready ready -> ready.archive();
      case Preparation.Ended ended -> throw new AssertionError(ended);
    };
  }

  private static ArchiveRequest request(Codec codec) {
    return new ArchiveRequest(LOG, Path.of(LOG + "." + codec.suffix()), codec, new Level.Auto());
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
