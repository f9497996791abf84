package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.telemetry.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The names that archives get and keep, whatever else is in their directory.
class ArchiveNamingTest extends OneLog {

  @Test
  void aLogWhoseNumbersAreUsedUpIsNotRotatedIntoAFileThatNobodyKnows() throws Exception {
    Files.writeString(app, "x".repeat(100));
    for (int number = 1; number <= 999; number++) {
      Files.writeString(directory.resolve("app.log." + number), "x");
    }

    assertThat(rig(rule().size(100).naming(Naming.NUMBERED)).file(app, Cause.CHANGE))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.why()).contains("Set keep.files"));

    assertThat(Rig.names(directory)).hasSize(1000).contains("app.log");
  }

  @Test
  void rotationsInOneSecondGetNamesInOrder() throws Exception {
    Rig rig = rig(rule());
    for (int i = 1; i <= 3; i++) {
      Files.writeString(app, "rotation " + i);
      rig.whole(Cause.SCHEDULE);
    }

    assertThat(Rig.names(directory)).containsExactly(STAMP, STAMP + "_02", STAMP + "_03");
    assertThat(Files.readString(directory.resolve(STAMP + "_03"))).isEqualTo("rotation 3");
  }

  @Test
  void numberedArchivesMoveUpAndFillAGap() throws Exception {
    for (String name : List.of("app.log.1", "app.log.2.gz", "app.log.4")) {
      Files.writeString(directory.resolve(name), "");
    }
    Files.writeString(app, "x");

    rig(rule().naming(Naming.NUMBERED)).whole(Cause.SCHEDULE);

    assertThat(Rig.names(directory))
        .containsExactly("app.log.1", "app.log.2", "app.log.3.gz", "app.log.4");
  }

  @Test
  void archivesStayArchivesWhenSettingsChange() throws Exception {
    Files.writeString(directory.resolve("app.log-20261101"), "logrotate's");
    for (Codec codec : Codec.values()) {
      for (Naming naming : List.of(Naming.DATED, Naming.NUMBERED)) {
        Files.writeString(app, "x");
        rig(rule().naming(naming).compress(codec)).wholeAndDrain(Cause.SCHEDULE);
        clock.advance(Duration.ofSeconds(1));
      }
    }
    assertThat(Rig.names(directory)).hasSize(1 + 2 * Codec.values().length);

    rig(rule().keepFiles(2)).whole(Cause.RESCAN);

    assertThat(Rig.names(directory)).hasSize(2);
    assertThat(log.lines(Event.REMOVED)).hasSize(2 * Codec.values().length - 1);
  }

  @Test
  void aGlobThatNamesEverythingNeverTakesArchives() throws Exception {
    Rig rig = rig(RuleBuilder.of(directory, "*").naming(Naming.NUMBERED));
    Files.writeString(app, "x");

    for (int i = 0; i < 3; i++) {
      rig.whole(Cause.SCHEDULE);
    }

    assertThat(Rig.names(directory)).containsExactly("app.log.1");
    assertThat(rig.file(directory.resolve("app.log.1"), Cause.CHANGE))
        .isInstanceOf(Outcome.Skipped.class);
    assertThat(rig.claims().isOurs(directory.resolve("app.log.1"))).isTrue();
    assertThat(rig.claims().isOurs(app)).isFalse();
  }

  @Test
  void logsWhoseNamesChangeEachTimeAreReportedOnce() throws Exception {
    log.expect(Event.CHANGING_NAMES);
    Files.writeString(directory.resolve("app-2026-11-28.log"), "x");
    Rig rig = rig(rule().keepFiles(3));
    rig.whole(Cause.RESCAN);
    assertThat(log.lines(Event.CHANGING_NAMES)).isEmpty();

    Files.writeString(directory.resolve("app-2026-11-29.log"), "x");
    rig.whole(Cause.RESCAN);
    rig.whole(Cause.RESCAN);

    assertThat(log.lines(Event.CHANGING_NAMES)).hasSize(1);
    assertThat(log.lines(Event.CHANGING_NAMES).getFirst().value("why").orElseThrow())
        .contains("differ in a date or number only", "Compress such logs by a \"compress\" rule");
  }

  @Test
  void aLogWhoseArchivesWouldHaveTooLongNamesIsRefusedInTheSameWordsEachTime() throws Exception {
    Path tooLong = directory.resolve("n".repeat(236) + ".log");
    Files.writeString(tooLong, "x");
    Rig rig = rig(rule());

    Outcome first = rig.whole(Cause.SCHEDULE);
    clock.advance(Duration.ofMinutes(5));

    assertThat(first).isInstanceOf(Outcome.Failed.class);
    assertThat(rig.whole(Cause.SCHEDULE)).isEqualTo(first);
    assertThat(tooLong).exists();
  }
}
