package filereeve.replace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import filereeve.codec.Codec;
import filereeve.codec.Level;
import filereeve.files.Directory;
import filereeve.posix.Errno;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import filereeve.testing.BetweenCalls;
import filereeve.testing.FaultyPosix;
import filereeve.testing.PowerCut;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is not replaced: a file that changes meanwhile, and a target that is not its own archive.
class ReplacementRefusedTest extends OneReplacement {
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
          .isEqualTo(new ReplacementResult.Changed("it changed while it was compressed"));
    }
    assertThat(names()).containsExactly("app.log.1");
    assertThat(Files.size(dir.resolve(LOG))).isGreaterThan(CONTENT.length);
  }

  /// Its temporary name is free again.
  @Test
  void aFileThatChangedIsCompressedByTheNextRun() throws Exception {
    try (Directory directory = Directory.open(posix, dir)) {
      prepare(directory, _ -> append()).close();
      try (FileReplacement again = prepare(directory)) {
        assertThat(publish(again)).isInstanceOf(ReplacementResult.Compressed.class);
      }
    }
    assertThat(names()).containsExactly("app.log.1.zst");
  }

  @Test
  void aFileThatIsGoneGetsNoArchive() throws Exception {
    try (Directory directory = Directory.open(posix, dir);
        FileReplacement file = prepare(directory)) {
      Files.delete(dir.resolve(LOG));
      nameNow = Optional.empty();

      assertThat(publish(file)).isInstanceOf(ReplacementResult.Gone.class);
    }
    assertThat(names()).isEmpty();
  }

  /// @param syncs after so many of them the archive changes: that of its content, that of its name
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void anArchiveOfAnEarlierRunThatChangesMeanwhileReplacesNothing(int syncs) throws Exception {
    replace(posix, Codec.ZSTD, true);
    Path archive = dir.resolve("app.log.1.zst");
    var done = new AtomicInteger();
    Posix changing =
        BetweenCalls.of(
            posix,
            (name, _, call) -> {
              @Nullable Object result = call.make();
              if (name.equals("sync") && done.incrementAndGet() == syncs) {
                Files.writeString(archive, "somebody's");
              }
              return result;
            });

    assertThat(replace(changing, Codec.ZSTD, false))
        .isEqualTo(
            new ReplacementResult.Changed("it or its archive changed while they were compared"));

    assertThat(archive).hasContent("somebody's");
    assertThat(dir.resolve(LOG)).hasBinaryContent(CONTENT);
  }

  enum Change {
    APPENDED,
    CUT,
    OVERWRITTEN,
    LINKED,
  }

  @ParameterizedTest
  @EnumSource
  void aFileThatChangesAfterItsArchiveGotItsNameIsKept(Change change) throws Exception {
    Path log = dir.resolve(LOG);
    byte[] other = "b".repeat(CONTENT.length).getBytes(UTF_8);
    BetweenCalls.Action action =
        () -> {
          switch (change) {
            case APPENDED -> append();
            case CUT -> Files.write(log, new byte[10]);
            case OVERWRITTEN -> Files.write(log, other, WRITE);
            case LINKED -> Files.createLink(dir.resolve("other"), log);
          }
        };

    assertThat(replace(BetweenCalls.afterFirst(posix, "rename", action), Codec.ZSTD, false))
        .isInstanceOf(ReplacementResult.Changed.class);

    assertThat(names()).contains("app.log.1").doesNotContain("app.log.1.zst");
  }

  /// Not even for a moment, and not where the file is kept: lines could come that it does not have.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFileThatAProgramWritesGetsNoArchive(boolean keepsSource) throws Exception {
    var counting = FaultyPosix.counting(posix);
    try (Directory directory = Directory.open(counting, dir)) {
      ReplacementResult result =
          Replacing.steps(counting)
              .replaceOne(
                  directory,
                  LOG,
                  Codec.ZSTD,
                  new Level.Auto(),
                  Existing.KEEP,
                  keepsSource,
                  _ -> true,
                  OneReplacement::unheard);
      assertThat(result).isInstanceOf(ReplacementResult.Written.class);
    }
    assertThat(counting.calls()).isNotEmpty().noneMatch(call -> call.startsWith("rename"));
    assertThat(names()).containsExactly("app.log.1");
  }

  /// A power cut does not bring it back: it has less content than the file.
  @Test
  void anArchiveThatWasWithdrawnStaysAway() throws Exception {
    var power = new PowerCut(dir);
    Posix growing = BetweenCalls.afterFirst(power.watch(posix), "rename", this::append);
    assertThat(replace(growing, Codec.ZSTD, false)).isInstanceOf(ReplacementResult.Changed.class);
    power.cut(PowerCut.Loss.ALL);
    assertThat(names()).containsExactly("app.log.1");
  }

  @Test
  void aFileTruncatedDuringCompressionIsNotReplaced() throws Exception {
    Posix cutting =
        BetweenCalls.afterFirst(posix, "read", () -> Files.write(dir.resolve(LOG), new byte[10]));

    assertThat(replace(cutting, Codec.ZSTD, false)).isInstanceOf(ReplacementResult.Changed.class);
    assertThat(names()).containsExactly("app.log.1");
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
                    .startsWith("cannot compress " + dir + "/app.log.1: ")
                    .contains(": " + dir + "/app.log.1." + codec.suffix() + " already exists"));
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

  /// What is read of it ends at once here, so that the file has changed.
  @ParameterizedTest
  @CsvSource({"1073741824, 0, false", "1073741825, 0, true", "629145600, 629145600, false"})
  void onlyAFileWithAGibibyteOfHolesIsRefused(long size, long allocated, boolean refused)
      throws Exception {
    Posix large =
        BetweenCalls.of(
            posix,
            (_, _, call) -> {
              @Nullable Object result = call.make();
              return result instanceof Stat stat ? sized(stat, size, allocated) : result;
            });

    assertThat(replace(large, Codec.ZSTD, false))
        .isInstanceOf(refused ? ReplacementResult.Refused.class : ReplacementResult.Changed.class);
    assertThat(names()).containsExactly("app.log.1");
  }

  private static Stat sized(Stat stat, long size, long allocated) {
    return new Stat(
        stat.type(),
        stat.device(),
        stat.inode(),
        stat.mode(),
        stat.links(),
        stat.uid(),
        stat.gid(),
        size,
        allocated,
        stat.accessed(),
        stat.modified(),
        stat.changed(),
        stat.born(),
        stat.isBirthKnown());
  }

  @Test
  void whatIsNoRegularFileIsRefused() throws Exception {
    Files.delete(dir.resolve(LOG));
    Files.createDirectory(dir.resolve(LOG));

    assertThat(replace(posix, Codec.ZSTD, false)).isInstanceOf(ReplacementResult.Refused.class);
  }

  @Test
  void aMissingFileIsAnErrorOfTheSystemCall() throws Exception {
    Files.delete(dir.resolve(LOG));
    assertThatExceptionOfType(PosixException.class)
        .isThrownBy(() -> replace(posix, Codec.ZSTD, false))
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
    assertThat(names()).isEmpty();
  }

  private void append() {
    try {
      Files.write(dir.resolve(LOG), new byte[] {'x'}, APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
