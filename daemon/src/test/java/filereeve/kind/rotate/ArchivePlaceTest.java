package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.LinuxPosix;
import filereeve.route.Claim;
import filereeve.route.Claims;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchivePlaceTest {
  private static final Path SRV = Path.of("/srv");

  @ParameterizedTest
  @CsvSource({
    "*, '', app.log.1, true",
    "*, '', app.log-20261121T000000Z.zst, true",
    "*, '', app.log, false",
    "*, '', .app.log.filereeve-create, true",
    "*.log, '', app.log.1, true",
    "*.log, '', app.txt.1, false",
    "app.log*, '', app.log.1.gz, true",
    "foo.1, '', foo.1, false",
    "foo.1, '', foo.1.1, true",
    "*.log, old, old/app.log.1, true",
    "*.log, old, other/app.log.1, false",
    "*.log, old, app.log.1, true",
    "*.log, old/er, old/er/app.log.1, true",
    "*.log, /old, /old/app.log.1, true",
    "*/a.log, old, x/old/a.log.1, true",
    "**, '', x/y/a.log.1, true",
  })
  void archivesAreKnownByNameAndPlace(String glob, String into, String path, boolean ours) {
    RotateSettings settings = settings(glob, into);
    Claim claim = new PastNames(new LinuxPosix(), SRV.resolve("state"), settings).claim();
    assertThat(new Claims(List.of(claim)).isOurs(SRV.resolve(path))).isEqualTo(ours);
  }

  @ParameterizedTest
  @CsvSource({
    "*.log, '', app.log.1, app.log",
    "*.log, old, old/app.log.1, app.log",
    "*.log, old/er, old/er/app.log.1.gz, app.log",
    "*.log, /old, /old/app.log.1, app.log",
    "*/a.log, old, x/old/a.log.1, x/a.log",
  })
  void anArchiveLeadsBackToItsLog(String glob, String into, String archive, String log) {
    assertThat(place(glob, into).logOf(SRV.resolve(archive))).contains(SRV.resolve(log));
  }

  @Test
  void everyDirectoryOfTheRuleIsLookedInWithoutALogToo() {
    assertThat(place("*/app.log", "old").everything())
        .map(String::valueOf)
        .containsExactly("/srv/*/app.log", "/srv/*/*", "/srv/*/.*", "/srv/*/old/*");
  }

  private static ArchivePlace place(String glob, String into) {
    RotateSettings settings = settings(glob, into);
    var past = new PastNames(new LinuxPosix(), SRV.resolve("state"), settings);
    return new ArchivePlace(settings, past, new Claims(List.of(past.claim())));
  }

  private static RotateSettings settings(String glob, String into) {
    RuleBuilder rule = RuleBuilder.of(SRV, glob);
    return into.isEmpty() ? rule.settings() : rule.archiveDir(into).settings();
  }
}
