package filereeve.kind.compress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.PathBytes;
import filereeve.testing.RecordingLog;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CompressSettingsTest {
  @RegisterExtension final RecordingLog log = new RecordingLog();

  @Test
  void anArchiveKeepsEveryByteOfItsFilesName() {
    Path directory = Path.of("/data");
    CompressSettings settings = new RuleOnDirectory(directory, log).settings(directory + "/*");
    Path name = PathBytes.toName("m\u00fcll.csv".getBytes(ISO_8859_1));

    Path archive = settings.archiveOf(directory.resolve(name));

    assertThat(archive.getParent()).isEqualTo(directory);
    assertThat(new String(PathBytes.of(archive.getFileName()), ISO_8859_1))
        .isEqualTo("m\u00fcll.csv.zst");
  }
}
