package filereeve.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.testing.MemoryTempDir;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Compresses in a separate process, with the daemon's options and so with its heap.
@Tag("alone")
@Tag("slow")
class PeakMemoryTest {
  private static final int LIMIT_KIB = 64 << 10;

  @TempDir(factory = MemoryTempDir.class)
  private Path dir;

  @ParameterizedTest
  @EnumSource
  void aLargeFileOnTwoThreadsTakesLessThan64MiB(Codec codec) throws Exception {
    byte[] content = Frames.of(codec, codec.isParallel() ? 5 : 2, 1);
    Path file = Files.write(dir.resolve("app.log"), content);

    Process process = peakMemory(file, codec).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).as("nothing but a number of KiB").matches("\\d+");
    assertThat(Integer.parseInt(output)).isLessThan(LIMIT_KIB);
  }

  private static ProcessBuilder peakMemory(Path file, Codec codec) {
    Path options = Path.of(System.getProperty("filereeve.checkout"), "daemon/java.options");
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "@" + options,
                "-cp",
                System.getProperty("java.class.path"),
                PeakMemory.class.getName(),
                file.toString(),
                codec.name(),
                "2")
            .redirectErrorStream(true);
    builder.environment().put("MALLOC_ARENA_MAX", "1"); // as the launcher has it
    return builder;
  }
}
