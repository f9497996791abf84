package filereeve.handler.compress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.PathBytes;
import filereeve.testing.RecordingLog;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CandidatesTest {
  @RegisterExtension final RecordingLog log = new RecordingLog();

  @Test
  void anArchiveKeepsEveryByteOfItsFilesName() {
    Path folder = Path.of("/data");
    var candidates =
        new Candidates(new RuleOnFolder(folder, log).settings(folder + "/*"), _ -> true);
    Path name = PathBytes.toName("m\u00fcll.csv".getBytes(ISO_8859_1));

    Path archive = candidates.archiveOf(folder.resolve(name));

    assertThat(archive.getParent()).isEqualTo(folder);
    assertThat(new String(PathBytes.of(archive.getFileName()), ISO_8859_1))
        .isEqualTo("m\u00fcll.csv.zst");
  }
}
