package filereeve.copytruncate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.copytruncate.CopyTruncateRecovery.Verdict;
import filereeve.posix.Stat;
import filereeve.process.Freezable;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which file an intent is about, and whether the copy becomes an archive.
class IntentTest {
  private static final Instant TIME = Instant.parse("2026-11-21T00:00:00Z");

  @ParameterizedTest
  @CsvSource({"1, 7, true", "2, 7, false", "1, 8, false", "7, 1, false"})
  void anIntentIsAboutTheFileOfItsDeviceAndInode(long device, long inode, boolean isAbout) {
    Intent intent = Intent.of(log(1, 7, 100), new Intent.Way.Emptying(TIME), Freezable.none());

    assertThat(intent.isAbout(log(device, inode, 0))).isEqualTo(isAbout);
  }

  @ParameterizedTest
  @CsvSource({"NOT_CUT, false", "CUT, true", "UNKNOWN, true", "ARCHIVED, false"})
  void aCopyBecomesAnArchiveUnlessTheLogHasAllOrItIsOneAlready(Verdict verdict, boolean publish) {
    assertThat(verdict.isToPublish()).isEqualTo(publish);
  }

  private static Stat log(long device, long inode, long size) {
    return new Stat(
        Stat.Type.REGULAR, device, inode, 0640, 1, 0, 0, size, size, TIME, TIME, TIME, TIME, true);
  }
}
