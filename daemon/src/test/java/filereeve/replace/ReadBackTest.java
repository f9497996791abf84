package filereeve.replace;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.codec.Codec;
import filereeve.codec.Level;
import filereeve.files.Directory;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.testing.LyingDisk;
import filereeve.testing.LyingDisk.Lie;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.NothingLeftOpen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The content of an archive is compared, not its length: a file is kept if its archive or its copy
/// reads back as anything else.
@ExtendWith(NothingLeftOpen.class)
class ReadBackTest {
  private static final Path FILE = Path.of("a.log");
  private static final byte[] CONTENT = "a line\n".repeat(30_000).getBytes(US_ASCII);

  /// Compressed, it is as long as the content is.
  private static final byte[] OTHER = "b line\n".repeat(30_000).getBytes(US_ASCII);

  @TempDir(factory = MemoryTempDir.class)
  private Path tempDir;

  private final Posix posix = new LinuxPosix();
  private Path from;
  private Path to;

  /// @param codec empty for a plain copy
  record Case(Optional<Codec> codec, Lie lie) {}

  static Stream<Case> cases() {
    Stream<Optional<Codec>> ways =
        Stream.concat(Stream.of(Optional.empty()), Stream.of(Codec.values()).map(Optional::of));
    return ways.flatMap(way -> Stream.of(Lie.values()).map(lie -> new Case(way, lie)));
  }

  @BeforeEach
  void createDirectories() throws IOException {
    from = Files.createDirectory(tempDir.resolve("from"));
    to = Files.createDirectory(tempDir.resolve("to"));
    Files.write(from.resolve(FILE), CONTENT);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anArchiveThatReadsBackAsSomethingElseReplacesNothing(Case which) throws Exception {
    Path other = otherArchive(which.codec);
    Posix lying =
        new LyingDisk(which.lie, path -> path.toString().endsWith("-compress"))
            .other(other)
            .over(posix);

    assertThatThrownBy(() -> replace(lying, which.codec, from, to))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("read back");

    assertThat(from.resolve(FILE)).hasBinaryContent(CONTENT);
    assertThat(to).isEmptyDirectory();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anArchiveOfAnEarlierRunThatReadsAsSomethingElseReplacesNothing(Case which) throws Exception {
    Path other = otherArchive(which.codec);
    assertThat(replace(posix, which.codec, from, to))
        .isInstanceOf(ReplacementResult.Compressed.class);
    Files.write(from.resolve(FILE), CONTENT);
    Posix lying = new LyingDisk(which.lie, path -> path.startsWith(to)).other(other).over(posix);

    assertThat(replace(lying, which.codec, from, to)).isInstanceOf(ReplacementResult.Refused.class);

    assertThat(from.resolve(FILE)).hasBinaryContent(CONTENT);
  }

  static Stream<Optional<Codec>> ways() {
    return cases().map(Case::codec).distinct();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void anArchiveOfAnEarlierRunThatReadsAsTheFileIsTheArchive(Optional<Codec> codec)
      throws Exception {
    ReplacementResult first = replace(posix, codec, from, to);
    Path archive = archive(to);
    assertThat(first)
        .isEqualTo(
            new ReplacementResult.Compressed(
                archive.getFileName(), CONTENT.length, Files.size(archive)));
    Files.write(from.resolve(FILE), CONTENT);

    assertThat(replace(posix, codec, from, to))
        .isEqualTo(new ReplacementResult.AlreadyDone(archive.getFileName()));

    assertThat(from).isEmptyDirectory();
  }

  /// An undamaged archive with as many bytes as the right one.
  private Path otherArchive(Optional<Codec> codec) throws Exception {
    Path aside = Files.createDirectory(tempDir.resolve("aside"));
    Path archives = Files.createDirectory(tempDir.resolve("archives"));
    for (byte[] content : List.of(CONTENT, OTHER)) {
      Files.write(aside.resolve(FILE), content);
      replace(posix, codec, aside, archives);
      Files.move(archive(archives), tempDir.resolve("archive-" + content[0]));
    }
    Path other = tempDir.resolve("archive-" + OTHER[0]);
    assertThat(Files.size(other)).isEqualTo(Files.size(tempDir.resolve("archive-" + CONTENT[0])));
    return other;
  }

  private static Path archive(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().orElseThrow();
    }
  }

  private static ReplacementResult replace(Posix posix, Optional<Codec> codec, Path from, Path to)
      throws Exception {
    ReplacementSteps steps = Replacing.steps(posix);
    try (Directory source = Directory.open(posix, from);
        Directory target = Directory.open(posix, to);
        FileReplacement file =
            steps.prepare(
                source, FILE, target, codec, new Level.Auto(), Replacing::nobodyWrites, _ -> {})) {
      if (!file.hasEnded()) {
        steps.makeDurable(List.of(file));
        steps.replace(List.of(file));
      }
      return file.result();
    }
  }
}
