package filereeve.replace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.codec.Codec;
import filereeve.files.Directory;
import filereeve.testing.PowerCut;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A file is replaced by its archive, under the name and with the attributes that it has by then.
class ReplacementStepsTest extends OneReplacement {
  @ParameterizedTest
  @EnumSource
  void theArchiveReplacesTheFile(Codec codec) throws Exception {
    var power = new PowerCut(dir);
    ReplacementResult result = replace(power.watch(posix), codec, false);
    power.cut(PowerCut.Loss.ALL);

    Path archive = Path.of("app.log.1." + codec.suffix());
    assertThat(names()).as("after a power cut").containsExactly(archive.toString());
    assertThat(result)
        .isEqualTo(
            new ReplacementResult.Compressed(
                archive, CONTENT.length, Files.size(dir.resolve(archive))));
    assertThat(content("app.log.1." + codec.suffix(), codec)).isEqualTo(CONTENT);
  }

  @Test
  void theOriginalIsKeptIfConfigured() throws Exception {
    assertThat(replace(posix, Codec.GZIP, true)).isInstanceOf(ReplacementResult.Compressed.class);
    assertThat(names()).containsExactlyInAnyOrder("app.log.1", "app.log.1.gz");
  }

  @Test
  void ownerModeAndTimesAreKept() throws Exception {
    var mode = PosixFilePermissions.fromString("rw-r-----");
    var time = FileTime.from(Instant.parse("2024-02-29T23:59:59.123456789Z"));
    Files.setPosixFilePermissions(dir.resolve(LOG), mode);
    Files.setLastModifiedTime(dir.resolve(LOG), time);
    int uid = posix.effectiveUser() == 0 ? 65_534 : posix.effectiveUser();
    Files.setAttribute(dir.resolve(LOG), "unix:uid", uid);

    replace(posix, Codec.ZSTD, false);

    Path archive = dir.resolve("app.log.1.zst");
    assertThat(Files.getPosixFilePermissions(archive)).isEqualTo(mode);
    assertThat(Files.getLastModifiedTime(archive)).isEqualTo(time);
    assertThat(Files.getAttribute(archive, "unix:uid")).isEqualTo(uid);
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
      nameNow = Optional.of(Path.of("app.log.2"));

      assertThat(publish(file)).isInstanceOf(ReplacementResult.Compressed.class);
    }
    assertThat(names()).containsExactly("app.log.2.zst");
  }

  @Test
  void anArchiveOfTheSameContentCountsAsThatOfAnEarlierRun() throws Exception {
    replace(posix, Codec.ZSTD, true);

    assertThat(replace(posix, Codec.ZSTD, false)).isInstanceOf(ReplacementResult.AlreadyDone.class);
    assertThat(names()).containsExactly("app.log.1.zst");
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

  /// Each can wait for the disk.
  @Test
  void eachLaterStepIsProgress() throws Exception {
    var calls = new int[1];
    try (Directory directory = Directory.open(posix, dir);
        FileReplacement file = prepare(directory, _ -> calls[0]++)) {
      int before = calls[0];
      publish(file);
      assertThat(calls[0] - before).isEqualTo(4);
    }
  }

  private UserDefinedFileAttributeView attributes(Path name) {
    return Files.getFileAttributeView(dir.resolve(name), UserDefinedFileAttributeView.class);
  }
}
