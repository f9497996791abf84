package filereeve.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.files.Directory;
import filereeve.posix.Libdeflate;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.replace.Existing;
import filereeve.replace.ReplacementResult;
import filereeve.replace.ReplacementSteps;
import filereeve.replace.Replacing;
import filereeve.testing.LogLines;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The standard tools read what the program writes. If a tool is not installed, its cases are
/// omitted; `.ci/run` installs all tools.
@Tag("slow")
class StandardToolsTest {
  private static final Path LOG = Path.of("app.log.1");

  private final Posix posix = new LinuxPosix();
  @TempDir private Path dir;

  /// The kinds of content.
  enum Content {
    NOTHING,
    ONE_BYTE,
    LINES,
    NOISE,
    THREE_FRAMES;

    private byte[] bytes(Codec codec) {
      return switch (this) {
        case NOTHING -> new byte[0];
        case ONE_BYTE -> new byte[] {'x'};
        case LINES -> LogLines.bytes(200_000);
        case NOISE -> LogLines.random(300_000);
        case THREE_FRAMES -> Frames.of(codec, 2, 12_345);
      };
    }
  }

  /// @param libdeflate whether it is used
  record Case(Codec codec, boolean libdeflate, Level level, Content content) {}

  static List<Case> cases() {
    var cases = new ArrayList<Case>();
    for (Codec codec : Codec.values()) {
      addCases(cases, codec, true);
    }
    addCases(cases, Codec.GZIP, false);
    return cases;
  }

  private static void addCases(List<Case> cases, Codec codec, boolean libdeflate) {
    for (Content content : Content.values()) {
      cases.add(new Case(codec, libdeflate, new Level.Auto(), content));
    }
    for (int level : new int[] {1, codec.maxLevel()}) {
      cases.add(new Case(codec, libdeflate, new Level.Fixed(level), Content.LINES));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theToolAcceptsTheArchiveAndReturnsTheContent(Case c) throws Exception {
    assumeTrue(isInstalled(tool(c.codec)), "needs " + tool(c.codec));
    byte[] content = c.content.bytes(c.codec);
    Files.write(dir.resolve(LOG), content);

    compress(c);

    Path archive = dir.resolve(LOG + "." + c.codec.suffix());
    Path unpacked = dir.resolve("unpacked");
    assertThat(run(c.codec, "-t", archive, dir.resolve("tested"))).isZero();
    assertThat(run(c.codec, "-dc", archive, unpacked)).isZero();
    assertThat(Files.mismatch(unpacked, Files.write(dir.resolve("wanted"), content))).isEqualTo(-1);
  }

  private void compress(Case c) throws Exception {
    Optional<Libdeflate> library = c.libdeflate ? Libdeflate.find() : Optional.empty();
    try (var compressors = new Compressors(posix, 2, library, () -> {});
        Directory directory = Directory.open(posix, dir)) {
      var steps = new ReplacementSteps(posix, compressors);
      assertThat(
              steps.replaceOne(
                  directory,
                  LOG,
                  c.codec,
                  c.level,
                  Existing.KEEP,
                  false,
                  Replacing::nobodyWrites,
                  _ -> {}))
          .isInstanceOf(ReplacementResult.Compressed.class);
    }
  }

  private static String tool(Codec codec) {
    return switch (codec) {
      case ZSTD, ZSTD_ONE_FRAME -> "zstd";
      case GZIP -> "gzip";
      case XZ -> "xz";
      case BZIP2 -> "bzip2";
      case LZ4 -> "lz4";
    };
  }

  private static int run(Codec codec, String option, Path archive, Path output)
      throws IOException, InterruptedException {
    return new ProcessBuilder(tool(codec), "-q", option, archive.toString())
        .redirectOutput(output.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start()
        .waitFor();
  }

  private static boolean isInstalled(String tool) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
  }
}
