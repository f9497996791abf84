package filereeve.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.config.Loaded;
import filereeve.config.Loading;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.sandbox.DropIn;
import filereeve.sandbox.DropInFile;
import filereeve.testing.FaultyPosix;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `filereeve systemd-paths --write`, and what `check` says about the drop-in.
class SystemdPathsTest {
  private static final String OPEN =
      "Run: filereeve systemd-paths --write && systemctl daemon-reload && systemctl restart"
          + " filereeve.";

  private static final String CLOSED = "rotate: {a: {files: [/var/log/a.log], %s}}";
  private static final String WHEN = "when: {size: 1 MiB}, keep: {files: 3}";

  @TempDir private Path root;

  private final Posix real = new LinuxPosix();

  @Test
  void whatIsWrittenIsSaidWithTheNextStepAndNothingIsWrittenTwice() throws IOException {
    Files.createDirectory(root.resolve("data"));
    Loaded.Good good = load("daemon: {state_dir: %s}".formatted(root.resolve("data")));

    assertThat(write(good, real))
        .isEqualTo(
            "Wrote ROOT/etc/systemd/system/filereeve.service.d/paths.conf. Now run: systemctl"
                + " daemon-reload && systemctl restart filereeve\n");
    assertThat(write(good, real))
        .isEqualTo("ROOT/etc/systemd/system/filereeve.service.d/paths.conf is up to date.\n");
  }

  @Test
  void aDropInOfAnotherConfigurationIsNotReplacedWithoutAWord() throws IOException {
    Files.createDirectory(root.resolve("data"));
    Loaded.Good good = load("daemon: {state_dir: %s}".formatted(root.resolve("data")));
    write(good, real, Path.of("/etc/other.yaml"));

    assertThat(write(good, real))
        .startsWith(
            "It was for another configuration: # Opens filereeve.service for what the rules of"
                + " /etc/other.yaml need.\n"
                + "Wrote ");
  }

  @Test
  void whatTheUnitAllowsAnywayTakesNoDropIn() throws IOException {
    Loaded.Good good = load(CLOSED.formatted(WHEN));

    assertThat(write(good, real))
        .isEqualTo("Nothing to write: the unit allows what the rules need.\n");
    assertThat(root.resolve("etc")).doesNotExist();
  }

  @Test
  void aDirectoryThatIsMissingIsNamed() throws IOException {
    assertThat(write(load("daemon: {state_dir: %s/none}".formatted(root)), real))
        .endsWith(
            "ROOT/none does not exist. If it is needed, create it before the service starts: until"
                + " then it is closed.\n");
  }

  @Test
  void aMissingPermissionHasItsExitCode() {
    var refusing =
        FaultyPosix.of(real, new FaultyPosix.Fault.FailChanges(() -> true, Errno.EACCES));

    assertThatThrownBy(() -> write(load("daemon: {state_dir: /srv/state}"), refusing))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.PERMISSION))
        .hasMessageMatching("cannot write .*paths.conf: .*Permission denied. Run it as root.");
  }

  @Test
  void checkNamesADropInThatIsMissingOrStaleWhereTheUnitIsInstalled() throws IOException {
    Loaded.Good good = load("daemon: {state_dir: %s}".formatted(root));
    assertThat(hints(good)).as("no service").isEmpty();

    Path units = Files.createDirectories(root.resolve("usr/lib/systemd/system"));
    Files.createFile(units.resolve("filereeve.service"));
    assertThat(hints(good))
        .singleElement()
        .asString()
        .contains("the service's sandbox is closed to what rules need: there is no ")
        .endsWith(OPEN);
    assertThat(hints(load(CLOSED.formatted(WHEN)))).as("nothing is needed").isEmpty();

    String _ = write(good, real);
    assertThat(hints(good)).as("up to date").isEmpty();
    assertThat(hints(load("daemon: {state_dir: /srv/state}")))
        .singleElement()
        .asString()
        .contains("paths.conf is not what the rules need now. " + OPEN);
  }

  @Test
  void checkOfAnotherConfigurationThanTheServicesSaysNothing() throws IOException {
    Path units = Files.createDirectories(root.resolve("lib/systemd/system"));
    Files.createFile(units.resolve("filereeve.service"));
    assertThat(
            DropInCheck.problems(
                load("daemon: {state_dir: /srv/state}"), Path.of("/x.yaml"), file(real)))
        .isEmpty();
  }

  private List<String> hints(Loaded.Good good) {
    return DropInCheck.problems(good, ConfigOption.DEFAULT, file(real)).stream()
        .map(Object::toString)
        .toList();
  }

  private String write(Loaded.Good good, Posix posix) throws IOException {
    return write(good, posix, ConfigOption.DEFAULT);
  }

  private String write(Loaded.Good good, Posix posix, Path configuration) throws IOException {
    var out = new ByteArrayOutputStream();
    DropIn dropIn = DropIn.of(good.settings().needs(Kinds.ALL));
    String text = dropIn.text(configuration, hidden -> hidden);
    SystemdPathsCommand.write(dropIn, text, file(posix), new PrintStream(out, true, UTF_8));
    return out.toString(UTF_8).replace(root.toString(), "ROOT");
  }

  private DropInFile file(Posix posix) {
    return new DropInFile(posix, root);
  }

  private Loaded.Good load(String yaml) {
    return new Loading(root, Map.of()).with("filereeve.yaml", "version: 1\n" + yaml + "\n").good();
  }
}
