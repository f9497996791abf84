package filereeve.kind.compress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.PathBytes;
import filereeve.testing.RecordingLog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CompressSettingsTest {
  @RegisterExtension final RecordingLog log = new RecordingLog();

  @Test
  void anArchiveKeepsEveryByteOfItsFilesName() {
    Path directory = Path.of("/data");
    CompressSettings settings = new RuleOnDirectory(directory, log).settings(directory + "/*");
    Path name = PathBytes.toName("m\u00fcll.csv".getBytes(ISO_8859_1));

    List<Path> archives =
        settings.archivesOf(directory.resolve(name), Instant.parse("2026-11-30T01:30:59.9Z"));

    assertThat(archives).extracting(Path::getParent).containsOnly(directory);
    assertThat(archives)
        .extracting(archive -> new String(PathBytes.of(archive.getFileName()), ISO_8859_1))
        .containsExactly("m\u00fcll.csv.zst", "m\u00fcll.csv-20261130T013059Z.zst");
  }
}
