package filereeve.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// In processes of their own: this one has loaded it already, or will.
class ZstdLibraryTest {
  @TempDir Path there;

  @Test
  void itIsLoadedFromTheFirstDirectoryThatPermitsItAndLeavesNoFile() throws Exception {
    assertThat(load(there.resolve("missing"), there)).isEqualTo("loaded");
    assertThat(there).isEmptyDirectory();
  }

  @Test
  void whereNoDirectoryPermitsItOneSentenceNamesThemAndTheRemedy() throws Exception {
    Path file = Files.createFile(there.resolve("file"));

    assertThat(load(there.resolve("missing"), file))
        .startsWith("cannot load zstd's native library: ")
        .contains(there.resolve("missing") + ": ", file + ": ")
        .contains("Remedy: mount one of these directories without noexec");
  }

  private static String load(Path... directories) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Loading.class.getName());
    Arrays.stream(directories).map(Path::toString).forEach(command::add);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.strip();
  }

  /// Loads it from the directories that are its arguments, and says what came of it.
  static final class Loading {
    private Loading() {}

    public static void main(String[] directories) {
      try {
        ZstdLibrary.load(Arrays.stream(directories).map(Path::of).toList());
        System.out.println("loaded");
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
