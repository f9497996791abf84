package filereeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.app.Kinds;
import filereeve.files.PathTrust;
import filereeve.posix.LinuxPosix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a configuration names besides its own files.
class TrustedPathsTest {
  @TempDir Path directory;
  private Path open = Path.of("/");

  @BeforeEach
  void makeADirectoryThatOthersCanWrite() throws IOException {
    open = Files.createDirectory(directory.resolve("open"));
    Path hook = Files.writeString(open.resolve("hook"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "daemon: {state_dir: OPEN/state}",
        "reload: {a: {watch: [/etc/a], check: [OPEN/hook], apply: {run: [/bin/true]}}}",
        "reload: {a: {watch: [/etc/a], apply: {run: [OPEN/hook, x]}}}",
        "reload: {a: {watch: [/etc/a], apply: {run: [sh, -eu, OPEN/hook]}}}",
        "rotate: {a: {files: [/srv/a], when: {age: 1d}, after: {run: [/bin/sh, OPEN/hook]}}}",
        "rotate: {a: {files: [/srv/a], when: {age: 1d}, on_archive: {run: [OPEN/hook]}}}",
      })
  void aCommandOrStateDirectoryThatOthersCanChangeIsRefused(String keys) throws IOException {
    var bad = (Loaded.Bad) load(keys.replace("OPEN", open.toString()));
    assertThat(bad.reason()).isEqualTo(Loaded.Reason.PERMISSION);
    assertThat(bad.problems())
        .anyMatch(p -> p.message().endsWith(open + " is writable by everybody"))
        .anyMatch(p -> p.remedy().equals("Run: chmod o-w " + open));
  }

  @Test
  void whatRootOwnsIsFine() throws IOException {
    assertThat(
            load(
                "daemon: {state_dir: %s/state}\nreload: {a: {watch: [/etc/a], apply: {run: [sh, -c, /bin/true]}}}"
                    .formatted(directory)))
        .isInstanceOf(Loaded.Good.class);
  }

  private Loaded load(String keys) throws IOException {
    Path file = Files.writeString(directory.resolve("filereeve.yaml"), "version: 1\n" + keys);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    var posix = new LinuxPosix();
    return new ConfigLoader(Kinds.ALL, Map.of(), posix, new PathTrust(posix)).load(file);
  }
}
