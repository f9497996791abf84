package filereeve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script `filereeve` as it stands in an installed directory, with a Java that only says how it
/// was started. (Building from a checkout is what `.ci/run` does.)
class LauncherTest {
  private static final Path SCRIPT =
      Path.of(System.getProperty("filereeve.checkout", ".."), "filereeve");

  @TempDir Path temp;

  private Path installed = Path.of("");
  private Path java25 = Path.of("");
  private Path java17 = Path.of("");

  @BeforeEach
  void install() throws IOException {
    installed = Files.createDirectory(temp.resolve("a directory"));
    Files.copy(SCRIPT, installed.resolve("filereeve"));
    Files.createFile(installed.resolve("filereeve.jar"));
    Files.createFile(installed.resolve("java.options"));
    java25 = java(temp.resolve("jdk 25"), "25.0.1");
    java17 = java(temp.resolve("jdk17"), "17.0.15");
  }

  private static Path java(Path home, String version) throws IOException {
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho \"$0\" $LC_ALL\nprintf '[%s]\\n' \"$@\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  @Test
  void startsTheProgramWithItsOptionsAndArguments() throws Exception {
    var run =
        run(
            installed.resolve("filereeve"),
            Map.of("JAVA_HOME", java25.toString(), "FILEREEVE_JAVA_OPTS", "-Da=b -Dc=d"),
            "run",
            "two words",
            "");
    assertThat(run.status()).isZero();
    assertThat(run.output())
        .containsExactly(
            java25 + "/bin/java C.UTF-8",
            "[@" + installed + "/java.options]",
            "[-Da=b]",
            "[-Dc=d]",
            "[-jar]",
            "[" + installed + "/filereeve.jar]",
            "[run]",
            "[two words]",
            "[]");
  }

  @Test
  void findsItselfBehindASymbolicLink() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("link"), installed.resolve("filereeve"));
    var run = run(link, Map.of("JAVA_HOME", java25.toString()));
    assertThat(run.output()).contains("[" + installed + "/filereeve.jar]");
  }

  @Test
  void theRuntimeBesideItComesBeforeOthers() throws Exception {
    Path runtime = java(installed.resolve("runtime"), "26");
    var run = run(installed.resolve("filereeve"), Map.of("JAVA_HOME", java25.toString()));
    assertThat(run.output()).contains(runtime + "/bin/java C.UTF-8");
  }

  @Test
  void aJavaThatIsTooOldIsPassedOver() throws Exception {
    // Which one it takes instead, this host's own or the one on the PATH, is not for the test.
    var environment = Map.of("JAVA_HOME", java17.toString(), "PATH", java25 + "/bin:" + path());
    assertThat(run(installed.resolve("filereeve"), environment).output())
        .isNotEmpty()
        .noneMatch(line -> line.contains("jdk17") || line.contains("cannot start"));
  }

  @Test
  void aChosenJavaThatIsTooOldIsAnError() throws Exception {
    var run = run(installed.resolve("filereeve"), Map.of("FILEREEVE_JAVA_HOME", java17.toString()));
    assertThat(run.status()).isEqualTo(70);
    assertThat(run.output())
        .containsExactly(
            "filereeve: cannot use FILEREEVE_JAVA_HOME=%s: there is no Java 25 or newer."
                .formatted(java17));
  }

  private record Run(int status, List<String> output) {}

  private static Run run(Path script, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(script.toString()).redirectErrorStream(true);
    builder.command().addAll(List.of(arguments));
    builder.environment().clear();
    builder.environment().put("PATH", path());
    builder.environment().putAll(environment);
    Process process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output.lines().toList());
  }

  private static String path() {
    return System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
  }
}
