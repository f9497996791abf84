package filereeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.app.Kinds;
import filereeve.posix.LinuxPosix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatientLoaderTest {
  private static final String MAIN =
      "version: 1\ndaemon: {state_dir: /srv/state}\ninclude: [inc/*.yaml]\n";

  @TempDir private Path directory;

  @Test
  void whoeverReadsAFileThatDoesNotAnswerIsToldWhichOneAndOnlyOneThreadWaits() throws Exception {
    Path main = Files.writeString(directory.resolve("fr.yaml"), MAIN);
    Path include = Files.createDirectory(directory.resolve("inc")).resolve("a.yaml");
    Files.writeString(include, "daemon: {workers: 3}\n");
    var filesystem = new SilentFilesystem(include);
    var loader = new ConfigLoader(Kinds.ALL, Map.of(), new LinuxPosix(), filesystem);
    var patient = PatientLoader.of(loader, Duration.ofMillis(100));
    for (int i = 0; i < 3; i++) {
      assertThat(patient.load(main))
          .isInstanceOfSatisfying(
              Loaded.Silent.class,
              silent -> {
                assertThat(silent.waitsFor()).isEqualTo(include.toString());
                assertThat(silent.stateDirectories()).startsWith(Path.of("/srv/state"));
              });
    }
    assertThat(filesystem.asked()).isEqualTo(1);
    var texts = new LinkedHashMap<Path, String>();
    texts.put(main, MAIN);
    assertThat(patient.load(main, new ConfigCopy(texts, Optional.empty())))
        .as("a copy needs no file")
        .isInstanceOf(Loaded.Good.class);
    Files.writeString(main, MAIN + "# changed meanwhile\n");
    filesystem.answers();
    Loaded loaded = patient.load(main);
    while (loaded instanceof Loaded.Silent) {
      loaded = patient.load(main);
    }
    assertThat(((Loaded.Good) loaded).copy().texts().get(main)).contains("changed meanwhile");
  }
}
