package filereeve.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import filereeve.app.Kinds;
import filereeve.files.PathTrust;
import filereeve.posix.LinuxPosix;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
  @TempDir private Path directory;

  @Test
  void aFileThatIsNotThereIsNoInput() {
    assertThat(load(file()).reason()).isEqualTo(Loaded.Reason.NO_INPUT);
    assertThat(report())
        .isEqualTo(
            "main.yaml: No such file or directory. Create it: filereeve init --config main.yaml.");
  }

  @Test
  void aDirectoryIsNoInput() throws IOException {
    Files.createDirectory(file());
    assertThat(load(file()).reason()).isEqualTo(Loaded.Reason.NO_INPUT);
    assertThat(report())
        .isEqualTo(
            "main.yaml: this is a directory, not a file."
                + " Name the file in it, such as main.yaml/filereeve.yaml.");
  }

  @Test
  void aDeviceIsNoInputAndIsNotRead() {
    var bad = load(Path.of("/dev/zero"));
    assertThat(bad.reason()).isEqualTo(Loaded.Reason.NO_INPUT);
    assertThat(bad.problems())
        .first()
        .hasToString("/dev/zero: this is not a regular file. Name a regular file instead.");
  }

  @Test
  void aFileThatMayNotBeReadIsAQuestionOfPermission() throws IOException {
    Files.writeString(file(), "version: 1\n");
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(file())).as("root reads everything").isFalse();
    assertThat(load(file()).reason()).isEqualTo(Loaded.Reason.PERMISSION);
    assertThat(report())
        .isEqualTo(
            "main.yaml: cannot read it: Permission denied."
                + " Give this user permission to read it and its directory, or run as root.");
  }

  @Test
  void aFileThatEverybodyMayWriteIsRefused() throws IOException {
    Files.writeString(file(), "version: 1\n");
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(load(file()).reason()).isEqualTo(Loaded.Reason.PERMISSION);
    assertThat(report())
        .isEqualTo(
            "main.yaml: cannot trust this file: main.yaml is writable by everybody."
                + " Run: chmod o-w main.yaml.");
  }

  @Test
  void anIncludeThatEverybodyMayWriteIsRefused() throws IOException {
    Path more = Files.writeString(directory.resolve("more.yaml"), "daemon: {workers: 3}\n");
    Files.writeString(file(), "version: 1\ninclude: ['mo*.yaml']\n");
    Files.setPosixFilePermissions(more, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(load(file()).reason()).isEqualTo(Loaded.Reason.PERMISSION);
    assertThat(report())
        .contains("more.yaml: cannot trust this file: more.yaml is writable by everybody.");
  }

  @Test
  void aFileThatAProgramIsWritingIsNotReadYet() throws IOException {
    Files.writeString(file(), "version: 1\n");
    try (var writer = Files.newBufferedWriter(file())) {
      writer.write("version: 1\ndaemon: {workers: ");
      writer.flush();
      assertThat(loader().load(file()))
          .as("half of a file means something else than the whole")
          .isEqualTo(new Loaded.Unfinished(file()));
      writer.write("3}\n");
    }
    assertThat(loader().load(file())).isInstanceOf(Loaded.Good.class);
  }

  @Test
  void anIncludeThatAProgramIsWritingIsNotReadYet() throws IOException {
    Path more = directory.resolve("more.yaml");
    Files.writeString(file(), "version: 1\ninclude: ['mo*.yaml']\n");
    try (var writer = Files.newBufferedWriter(more)) {
      writer.write("daemon: {workers: 3}\n");
      assertThat(loader().load(file())).isEqualTo(new Loaded.Unfinished(more));
    }
    assertThat(loader().load(file())).isInstanceOf(Loaded.Good.class);
  }

  @Test
  void aHundredMegabytesAreRefusedByTheirSize() throws IOException {
    try (var file = new RandomAccessFile(file().toFile(), "rw")) {
      file.setLength(100_000_000);
    }
    assertThat(report())
        .isEqualTo(
            "main.yaml: the file is larger than 1 MiB, which no configuration is."
                + " Check that this is the right file.");
  }

  @Test
  void aByteOrderMarkIsAccepted() throws IOException {
    Files.writeString(file(), "\uFEFFversion: 1\n");
    assertThat(loader().load(file())).isInstanceOf(Loaded.Good.class);
  }

  @Test
  void linesMayEndAsOnWindows() throws IOException {
    Files.writeString(file(), "version: 1\r\ndaemon:\r\n  workers: 0\r\n");
    assertThat(report()).startsWith("main.yaml:3:12: daemon.workers: 0 is too small.");
  }

  @Test
  void aByteThatIsNotUtf8IsNamedWithItsPlace() throws IOException {
    Files.write(file(), "version: 1\n# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(report())
        .isEqualTo("main.yaml:2:6: the byte 0xE9 is not UTF-8. Save the file as UTF-8.");
  }

  @Test
  void aTruncatedCharacterAtTheEndIsNamed() throws IOException {
    Files.write(file(), new byte[] {'#', ' ', (byte) 0xc3});
    assertThat(report())
        .isEqualTo("main.yaml:1:3: the byte 0xC3 is not UTF-8. Save the file as UTF-8.");
  }

  @Test
  void utf16IsNotUtf8() throws IOException {
    Files.write(file(), "version: 1\n".getBytes(StandardCharsets.UTF_16));
    assertThat(report())
        .isEqualTo("main.yaml:1:1: the byte 0xFE is not UTF-8. Save the file as UTF-8.");
  }

  @Test
  void aControlCharacterIsNamedWithItsPlace() throws IOException {
    Files.writeString(file(), "version: 1\ninclude: [a\u0000b]\n");
    assertThat(report())
        .isEqualTo(
            "main.yaml:2:12: the character U+0000 is not text."
                + " Remove it, or write it as an escape in double quotes.");
  }

  private Path file() {
    return directory.resolve("main.yaml");
  }

  private static ConfigLoader loader() {
    var posix = new LinuxPosix();
    return new ConfigLoader(Kinds.ALL, Map.of(), posix, new PathTrust(posix));
  }

  private static Loaded.Bad load(Path file) {
    return switch (loader().load(file)) {
      case Loaded.Bad bad -> bad;
      case Loaded.Unfinished unfinished -> throw new AssertionError(unfinished);
      case Loaded.Silent silent -> throw new AssertionError(silent);
      case Loaded.Good good -> throw new AssertionError("is good: " + good);
    };
  }

  private String report() {
    return load(file()).problems().stream()
        .map(p -> p.toString().replace(directory + "/", ""))
        .collect(Collectors.joining("\n"));
  }
}
