package filereeve.archive;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.archive.Archive.Variant;
import filereeve.posix.Stat;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which two archives are one, whose they are, and which of their files is which.
class ArchiveIdentityTest extends ArchivesOfALog {
  @ParameterizedTest
  @CsvSource({
    "/srv/app.log.1, 7, /srv/app.log.1, 7, true",
    "/srv/app.log.1, 7, /srv/app.log.2, 7, true",
    "/srv/app.log.1, 7, /srv/app.log.1, 8, false",
    "/srv/app.log.1, 7, /old/app.log.1, 7, false",
  })
  void archivesAreTheSameIfTheyHaveAFileInCommonInOneDirectory(
      Path a, long inode, Path b, long otherInode, boolean same) {
    assertThat(archive(a, inode).isSame(archive(b, otherInode))).isEqualTo(same);
  }

  @Test
  void oneFileInCommonIsEnough() {
    Path path = Path.of("/srv/app.log.1");
    assertThat(archive(path, 7, 8).isSame(archive(path, 9, 8))).isTrue();
    assertThat(archive(path, 7, 8).isSame(archive(path, 9, 10))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/srv/app.log-20261121, /old/app.log-20261121, true",
    "/srv/app.log-20261121, /old/app.log-20261120, false",
    "/srv/app.log-20261121, /old/app.log-20261121T000000Z, false",
    "/srv/app.log-20261121, /old/app.log.1, false",
    "/srv/app.log.1, /old/app.log-20261121, false",
    "/srv/app.log.1, /old/app.log.1, false",
  })
  void aDateIdentifiesAnArchiveAcrossDirectoriesAndANumberDoesNot(Path a, Path b, boolean same) {
    assertThat(archive(a, 7).hasDateOf(archive(b, 8))).isEqualTo(same);
  }

  @ParameterizedTest
  @CsvSource({
    "app.log-20261121T000000Z, true",
    "app.log-20261121T000000Z_02, true",
    "app.log-20261121, false",
    "app-20261121.log, false",
    "app.log.1, false",
  })
  void onlyFilereeveNamesArchivesBySecondsInUtc(String name, boolean ours) {
    assertThat(archive(Path.of("/srv", name), 7).isSurelyOurs()).isEqualTo(ours);
  }

  @Test
  void thePlainVariantIsTheOneWithoutACodec() {
    Stat stat = file("app.log.1", 1).stat();
    var plain = new Variant(Path.of("app.log.1"), Optional.empty(), stat);
    var compressed = new Variant(Path.of("app.log.1.gz"), Optional.of("gz"), stat);
    Archive both = archive(Path.of("/srv/app.log.1"), List.of(compressed, plain));

    assertThat(both.plain()).contains(plain);
    assertThat(both.only(compressed).plain()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1, app.log-20261121T120000Z",
    "2, app.log-20261121T120000Z_02",
    "10, app.log-20261121T120000Z_10",
    "100, app.log-20261121T120000Z_100",
  })
  void theFirstNameOfADateHasNoSequence(int sequence, String name) {
    assertThat(ArchiveName.dated(Path.of("app.log"), NOW, sequence)).hasToString(name);
  }

  private static Archive archive(Path path, long... inodes) {
    return archive(
        path,
        LongStream.of(inodes)
            .mapToObj(inode -> new Variant(path.getFileName(), Optional.empty(), stat(inode)))
            .toList());
  }

  private static Archive archive(Path path, List<Variant> variants) {
    ArchiveName name = NAMES.read(path.getFileName()).orElseThrow();
    return new Archive(path.resolveSibling(""), name.mark(), NOW, Optional.of(NOW), variants);
  }

  private static Stat stat(long inode) {
    Instant time = NOW;
    return new Stat(Stat.Type.REGULAR, 1, inode, 0640, 1, 0, 0, 1, 1, time, time, time, time, true);
  }
}
