package filereeve.kind.rotate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.event.Cause;
import filereeve.posix.LinuxPosix;
import filereeve.testing.MarkableTempDir;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A new log has the rights and attributes of the one that was rotated, and no more.
class NewLogTest {
  @TempDir(factory = MarkableTempDir.class)
  private Path directory;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  private final TestClock clock = new TestClock("2026-11-21T00:00:00Z");

  @Test
  void theNewLogHasTheAccessControlListOfTheOld() throws Exception {
    Path app = app();
    assumeTrue(run("setfacl", "-m", "u:33:rw,g::r,m::rw", app.toString()).isPresent(), "no ACLs");
    Optional<String> before = run("getfacl", "-cn", app.toString());

    rotate(RuleBuilder.of(directory, "*.log").create());

    assertThat(app).isEmptyFile();
    assertThat(run("getfacl", "-cn", app.toString())).isEqualTo(before);
  }

  @Test
  void theNewLogHasTheUserAttributesOfTheOldButNoMarks() throws Exception {
    Path app = app();
    view(app).write("origin", UTF_8.encode("somewhere"));
    view(app).write("filereeve.run", UTF_8.encode("new"));

    rotate(RuleBuilder.of(directory, "*.log").create());

    assertThat(app).isEmptyFile();
    assertThat(view(app).list()).containsExactly("origin");
  }

  @Test
  void aModeThatIsSetIsTheWholeAnswer() throws Exception {
    Path app = app();
    view(app).write("origin", UTF_8.encode("somewhere"));
    var mode = new RotateSettings.Create(Optional.of(0600), Optional.empty(), Optional.empty());

    rotate(RuleBuilder.of(directory, "*.log").create(mode));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(app)))
        .isEqualTo("rw-------");
    assertThat(view(app).list()).isEmpty();
  }

  private Path app() throws IOException {
    Path app = Files.writeString(directory.resolve("app.log"), "one\n");
    Files.setPosixFilePermissions(app, PosixFilePermissions.fromString("rw-r-----"));
    return app;
  }

  private void rotate(RuleBuilder rule) throws Exception {
    new Rig(rule.settings(), new LinuxPosix(), clock, log).whole(Cause.SCHEDULE);
  }

  private static UserDefinedFileAttributeView view(Path file) {
    return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
  }

  /// @return its output; empty if there is no such program, or it fails
  private static Optional<String> run(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
