package filereeve.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.app.Kinds;
import filereeve.files.Directory;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.testing.Durability;
import filereeve.testing.FaultyPosix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCopyTest {
  private static final ConfigCopy OLD = copy("version: 1\n");
  private static final ConfigCopy NEW = copy("version: 1\ndaemon: {workers: 3}\n");

  @TempDir Path directory;
  private final Posix real = Durability.of(new LinuxPosix());

  @Test
  void aCopyIsReadBackAndOnlyThisUserCanReadIt() throws IOException {
    assertThat(ConfigCopy.read(real, directory)).isEmpty();
    write(real, NEW);
    assertThat(ConfigCopy.read(real, directory)).contains(NEW);
    assertThat(Files.getPosixFilePermissions(directory.resolve("last-good")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void itLoadsToTheSameSettingsAfterItsFilesAreGone() throws IOException {
    var environment = Map.of("FILEREEVE_PROFILE", "prod");
    var loading =
        new Loading(directory, environment)
            .with("filereeve.yaml", "version: 1\ninclude: [conf.d/*.yaml]\n")
            .with("conf.d/a.yaml", "daemon: {workers: 3}\n")
            .with("conf.d/b.yaml", "daemon: {workers: 4}\n")
            .with("filereeve.prod.yaml", "daemon: {queue_limit: 500}\n");
    Loaded.Good good = loading.good();
    Path main = directory.resolve("filereeve.yaml");
    Files.delete(main);
    Files.delete(directory.resolve("conf.d/b.yaml"));
    var again = Loading.loader(Kinds.ALL, environment).load(main, good.copy());
    assertThat(((Loaded.Good) again).settings()).isEqualTo(good.settings());
    assertThat(good.copy().isOf(main)).isTrue();
    assertThat(good.copy().isOf(directory.resolve("other.yaml"))).isFalse();
  }

  @Test
  void aDamagedCopyIsAnError() throws IOException {
    write(real, NEW);
    Path file = directory.resolve("last-good");
    String text = Files.readString(file);
    for (String damaged : new String[] {"", "x", text.replace("workers", "w0rkers"), "\n"}) {
      Files.writeString(file, damaged);
      assertThatThrownBy(() -> ConfigCopy.read(real, directory)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void whateverBitIsFlippedACopyIsDamaged() throws IOException {
    write(real, NEW);
    Path file = directory.resolve("last-good");
    byte[] written = Files.readAllBytes(file);
    for (int at = 0; at < written.length; at++) {
      byte[] damaged = written.clone();
      damaged[at] ^= 1;
      Files.write(file, damaged);
      assertThatThrownBy(() -> ConfigCopy.read(real, directory))
          .as("byte %d", at)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aCrashAtAnyCallLeavesTheOldCopyOrTheNew() throws IOException {
    boolean finished = false;
    for (int call = 1; !finished; call++) {
      write(real, OLD);
      try {
        write(FaultyPosix.stoppingAfter(real, call), NEW);
        finished = true;
      } catch (FaultyPosix.Stopped e) {
        assertThat(call).isLessThan(50);
      }
      assertThat(ConfigCopy.read(real, directory)).isIn(Optional.of(OLD), Optional.of(NEW));
    }
    assertThat(ConfigCopy.read(real, directory)).contains(NEW);
  }

  @Test
  void whateverCallFailsTheOldCopyIsLeftOrTheNew() throws IOException {
    var counting = FaultyPosix.counting(real);
    write(counting, OLD);
    for (int call = 1; call <= counting.calls().size(); call++) {
      var full = FaultyPosix.failing(real, call, Errno.ENOSPC);
      assertThatThrownBy(() -> write(full, NEW)).isInstanceOf(IOException.class);
      assertThat(ConfigCopy.read(real, directory)).isIn(Optional.of(OLD), Optional.of(NEW));
      write(real, OLD);
    }
  }

  private void write(Posix posix, ConfigCopy copy) throws IOException {
    try (Directory state = Directory.open(posix, directory)) {
      copy.write(state);
    }
  }

  private static ConfigCopy copy(String text) {
    var texts = new LinkedHashMap<Path, String>();
    texts.put(Path.of("/etc/filereeve/filereeve.yaml"), text);
    texts.put(Path.of("/etc/filereeve/conf.d/ü b.yaml"), "# ü\n");
    return new ConfigCopy(texts, Optional.empty());
  }
}
