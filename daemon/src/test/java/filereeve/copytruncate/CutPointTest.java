package filereeve.copytruncate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.files.Directory;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.testing.NothingLeftOpen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Searches with blocks of 10 bytes; the content is `x`, except for line ends.
@ExtendWith(NothingLeftOpen.class)
class CutPointTest {
  private static final long ALL = 1 << 20;

  @TempDir Path directory;

  @Test
  void theLastBoundaryThatEndsALineIsTaken() throws IOException {
    assertThat(find(35, ALL, 10, 20)).contains(new CutPoint(20, true));
    assertThat(find(35, ALL, 10, 29)).contains(new CutPoint(10, true));
  }

  @Test
  void withoutOneTheLastBoundarySplitsALine() throws IOException {
    assertThat(find(35, ALL, 9, 11)).contains(new CutPoint(30, false));
  }

  @Test
  void theSearchEndsAtTheReach() throws IOException {
    assertThat(find(1_000, 500, 510)).contains(new CutPoint(510, true));
    assertThat(find(1_000, 500, 500)).contains(new CutPoint(990, false));
  }

  /// The kernel cannot collapse blocks up to the end of a file.
  @Test
  void theEndOfTheLogIsNotACutPoint() throws IOException {
    assertThat(find(30, ALL, 20, 30)).contains(new CutPoint(20, true));
    assertThat(find(30, ALL, 30)).contains(new CutPoint(20, false));
  }

  @Test
  void aLogOfOneBlockHasNoBoundary() throws IOException {
    assertThat(find(10, ALL, 10)).isEmpty();
    assertThat(find(1, ALL)).isEmpty();
  }

  /// The log is read backwards in pieces that are not multiples of the block size.
  @Test
  void aBoundaryFarBackIsFound() throws IOException {
    assertThat(find(1_000_000, ALL, 70)).contains(new CutPoint(70, true));
    assertThat(find(1_000_000, ALL, 71)).contains(new CutPoint(999_990, false));
  }

  /// What the buffer had before must not be taken for the log's content.
  @Test
  void aLogThatWasTruncatedMeanwhileIsAnError() {
    assertThatThrownBy(() -> findIn(35, 45, ALL, 20))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("truncated");
  }

  private Optional<CutPoint> find(int size, long reach, int... lineEnds) throws IOException {
    return findIn(size, size, reach, lineEnds);
  }

  /// @param size of the file
  /// @param known the size that it had when it was inspected
  private Optional<CutPoint> findIn(int size, long known, long reach, int... lineEnds)
      throws IOException {
    byte[] content = new byte[size];
    Arrays.fill(content, (byte) 'x');
    for (int end : lineEnds) {
      content[end - 1] = '\n';
    }
    Path name = Path.of("app.log");
    Files.write(directory.resolve(name), content);
    Posix posix = new LinuxPosix();
    try (Directory open = Directory.open(posix, directory);
        OpenLog log = OpenLog.open(posix, open, name, open.stat(name).orElseThrow())) {
      return CutPoint.find(log, known, 10, reach);
    }
  }
}
