package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.telemetry.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is an archive of a log, and what is not, across changes of the settings.
class ArchivesOfFormerSettingsTest extends OneLog {
  private static final String KEPT = "<stem>-<yyyy><MM><dd><ext>";

  @BeforeEach
  void atNoon() {
    clock.advance(Duration.ofHours(12));
  }

  @Test
  void archivesOfAPatternAreNeverInputAndNeverGetTheSameName() throws Exception {
    for (int i = 1; i <= 3; i++) {
      Files.writeString(app, "rotation " + i);
      rig(rule().pattern(KEPT)).whole(Cause.SCHEDULE);
    }
    clock.advance(Duration.ofDays(1));
    Rig rig = rig(rule().pattern(KEPT));
    rig.whole(Cause.SCHEDULE);
    Files.writeString(app, "rotation 4");
    rig.whole(Cause.SCHEDULE);

    assertThat(Rig.names(directory))
        .containsExactly(
            "app-20261121.log", "app-20261121_02.log", "app-20261121_03.log", "app-20261122.log");
    assertThat(Files.readString(directory.resolve("app-20261121_03.log"))).isEqualTo("rotation 3");
    assertThat(rig.file(directory.resolve("app-20261121.log"), Cause.CHANGE))
        .isEqualTo(new Outcome.Skipped("it is not a log of the rule"));
    assertThat(rig.claims().isOurs(directory.resolve("app-20261121.log"))).isTrue();
  }

  @Test
  void aNameThatIsTakenByADirectoryIsPassedOver() throws Exception {
    Files.createDirectory(directory.resolve("app-20261121.log"));
    Files.writeString(app, "x");

    assertThat(rig(rule().pattern(KEPT)).whole(Cause.SCHEDULE)).isEqualTo(new Outcome.Done());

    assertThat(Rig.names(directory)).containsExactly("app-20261121_02.log");
  }

  @Test
  void theDateOfAPatternIsTheOneOfTheRulesZone() throws Exception {
    clock.advance(Duration.ofHours(11));
    Files.writeString(app, "x");
    rig(rule().pattern(KEPT).zone("Europe/Berlin")).whole(Cause.SCHEDULE);
    Files.writeString(app, "x");
    rig(rule().zone("Europe/Berlin")).whole(Cause.SCHEDULE);

    assertThat(Rig.names(directory))
        .containsExactly("app-20261122.log", "app.log-20261121T230000Z");
  }

  @Test
  void whatAnHourThatComesTwiceRotatesIsKeptInOrder() throws Exception {
    clock.set(Instant.parse("2026-10-25T00:30:00Z"));
    RuleBuilder rule = rule().pattern("<name>-<yyyy><MM><dd><HH>").zone("Europe/Berlin").create();
    for (int i = 1; i <= 3; i++) {
      Files.writeString(app, "rotation " + i);
      rig(rule).whole(Cause.SCHEDULE);
      clock.advance(Duration.ofHours(1));
    }
    rig(rule.keepFiles(2)).whole(Cause.RESCAN);

    assertThat(Rig.names(directory))
        .as("02:30, once more 02:30, 03:30")
        .containsExactly("app.log", "app.log-2026102502_02", "app.log-2026102503");
  }

  @Test
  void numbersCanStartAtZeroAndFollowAChangeOfTheStart() throws Exception {
    rotate(rule().naming(new Naming.Numbered(0)), "1", "2");
    assertThat(Rig.names(directory)).containsExactly("app.log.0", "app.log.1");
    rotate(rule().naming(Naming.NUMBERED), "3");
    assertThat(Rig.names(directory)).containsExactly("app.log.1", "app.log.2", "app.log.3");
    rotate(rule().naming(new Naming.Numbered(5)), "4");
    assertThat(Rig.names(directory))
        .containsExactly("app.log.5", "app.log.6", "app.log.7", "app.log.8");
    rotate(rule().naming(new Naming.Numbered(0)), "5", "6");

    assertThat(Rig.names(directory).stream().map(this::content))
        .containsExactly("6", "5", "4", "3", "2", "1");
    assertThat(Rig.names(directory))
        .containsExactly(
            "app.log.0", "app.log.1", "app.log.5", "app.log.6", "app.log.7", "app.log.8");
  }

  @Test
  void numbersThatAreUsedUpAreRefusedWhateverTheStart() throws Exception {
    for (int number = 900; number <= 999; number++) {
      Files.writeString(directory.resolve("app.log." + number), "x");
    }
    Files.writeString(app, "x");

    assertThat(rig(rule().naming(new Naming.Numbered(900))).whole(Cause.SCHEDULE))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.why()).contains("100 numbered"));
    assertThat(app).exists();
  }

  @Test
  void retentionFindsTheArchivesOfAllFormerSettings() throws Exception {
    Files.writeString(directory.resolve("app.log-20261101"), "logrotate's");
    Files.writeString(directory.resolve("app.log.7.gz"), "logrotate's");
    Files.setLastModifiedTime(
        directory.resolve("app.log.7.gz"),
        FileTime.from(clock.instant().minus(Duration.ofDays(30))));
    List<RuleBuilder> settings =
        List.of(
            rule().pattern(KEPT),
            rule().pattern("<name>.<yyyy>-<MM>-<dd>").compress(Codec.GZIP),
            rule().pattern("<stem>.<yyyy><MM><dd><ext>").archiveDir("old").compress(Codec.ZSTD),
            rule().archiveDir(directory.resolve("elsewhere").toString()),
            rule().naming(Naming.NUMBERED).archiveDir("older"),
            rule().compress(Codec.ZSTD));
    for (RuleBuilder each : settings) {
      rotate(each.create(), "x");
      clock.advance(Duration.ofDays(1));
    }
    assertThat(Rig.names(directory))
        .containsExactlyInAnyOrder(
            "app.log",
            "app.log-20261101.gz",
            "app.log.7.gz",
            "app-20261121.log.gz",
            "app.log.2026-11-22.gz",
            "old/app.20261123.log.zst",
            "elsewhere/app.log-20261124T120000Z.zst",
            "older/app.log.1.zst",
            "app.log-20261126T120000Z.zst");

    rig(rule().keepFiles(5)).whole(Cause.RESCAN);
    assertThat(Rig.names(directory))
        .doesNotContain("app.log-20261101.gz", "app.log.7.gz", "app-20261121.log.gz")
        .hasSize(6);
    rig(rule().keepFiles(1)).whole(Cause.RESCAN);
    assertThat(Rig.names(directory)).containsExactly("app.log", "app.log-20261126T120000Z.zst");
    assertThat(log.lines(Event.REMOVED)).hasSize(7);
    assertThat(log.lines(Event.REMOVED))
        .extracting(line -> line.value("archive").orElseThrow())
        .contains(directory.resolve("older/app.log.1.zst").toString());
  }

  @Test
  void archivesOfAFormerDirectoryAreStillCompressed() throws Exception {
    rotate(rule().archiveDir("old").create(), "1", "2");

    rig(rule().compress(Optional.of(Codec.ZSTD), 1)).wholeAndDrain(Cause.RESCAN);

    assertThat(Rig.names(directory))
        .containsExactly(
            "app.log", "old/app.log-20261121T120000Z.zst", "old/app.log-20261121T120000Z_02");
  }

  @Test
  void whatOnlyLooksLikeAnArchiveOfALogThatIsNotThereIsKept() throws Exception {
    for (String name :
        List.of("xa.log.1", "xa.log.2.gz", "xa.log-20200101", "xa-20200101.log", "x.log.0")) {
      Files.writeString(directory.resolve(name), "not ours");
    }
    Set<String> before = Rig.names(directory);

    rig(rule().pattern(KEPT).keepFiles(0).compress(Codec.ZSTD)).wholeAndDrain(Cause.RESCAN);

    assertThat(Rig.names(directory)).isEqualTo(before);
  }

  @Test
  void archivesOfALogThatIsGoneAgeOutButTheNewestIfOneIsSurelyOurs() throws Exception {
    Files.writeString(directory.resolve("app.log-20260101T000000Z.zst"), "x");
    Files.writeString(directory.resolve("app.log-20260101"), "x");
    Files.writeString(directory.resolve("app.log-20260102"), "x");

    rig(rule().keepAge(Duration.ofDays(30))).whole(Cause.RESCAN);

    assertThat(Rig.names(directory)).containsExactly("app.log-20260102");
  }

  @Test
  void retentionIsCarriedOutBeforeTheWriterHasMadeItsNewLog() throws Exception {
    Rig rig = rig(rule().naming(Naming.NUMBERED).keepFiles(2));
    for (int i = 1; i <= 4; i++) {
      Files.writeString(app, "rotation " + i);
      rig.whole(Cause.SCHEDULE);
    }

    assertThat(Rig.names(directory)).containsExactly("app.log.1", "app.log.2");
  }

  @Test
  void anApplicationsOwnDatedLogsAreLogs() throws Exception {
    Files.writeString(directory.resolve("catalina.log"), "x");
    Files.writeString(directory.resolve("catalina.2026-11-20.log"), "x");
    Files.writeString(directory.resolve("localhost_access_log.2026-11-20.txt"), "x");

    rig(RuleBuilder.of(directory, "*.log").keepFiles(1)).whole(Cause.SCHEDULE);

    assertThat(Rig.names(directory))
        .containsExactly(
            "catalina.2026-11-20.log-20261121T120000Z",
            "catalina.log-20261121T120000Z",
            "localhost_access_log.2026-11-20.txt");
  }

  @Test
  void aFormerDirectoryThatIsNotSafeHoldsNothingUp() throws Exception {
    assumeTrue(posix.effectiveUser() == 0, "only root has to be careful");
    log.expect(Event.SKIPPED_UNSAFE);
    rotate(rule().archiveDir("old").create(), "1");
    Files.setPosixFilePermissions(
        directory.resolve("old"), PosixFilePermissions.fromString("rwxrwxrwx"));

    rotate(rule().keepFiles(0), "2");

    assertThat(Rig.names(directory)).containsExactly("old/app.log-20261121T120000Z");
    assertThat(log.lines(Event.SKIPPED_UNSAFE)).hasSize(1);
  }

  private String content(String name) {
    try {
      return Files.readString(directory.resolve(name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
