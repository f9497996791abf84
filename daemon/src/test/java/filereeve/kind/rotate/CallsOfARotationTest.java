package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.testing.FaultyPosix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// How many system calls a run makes, and how many files it takes on.
class CallsOfARotationTest extends OneLog {
  @Test
  void aLogThatIsNotDueCostsALookAtItsAttributesOnly() throws Exception {
    Files.writeString(app, "x".repeat(99));
    var counting = FaultyPosix.counting(posix);
    Rig rig = new Rig(rule().size(100).age(Duration.ofDays(999)).settings(), counting, clock, log);
    int atTheStart = counting.calls().size();

    assertThat(rig.file(app, Cause.CHANGE)).isInstanceOf(Outcome.Skipped.class);

    assertThat(counting.calls()).hasSize(atTheStart + 2).noneMatch(call -> call.startsWith("list"));
  }

  @Test
  void tenThousandLogsInOneDirectoryAreListedOnceAndInspectedOnce() throws Exception {
    for (int i = 0; i < 10_000; i++) {
      Files.createFile(directory.resolve(i + ".log"));
    }
    var counting = FaultyPosix.counting(posix);

    new Rig(rule().size(100).compress(Codec.ZSTD).settings(), counting, clock, log)
        .whole(Cause.START);

    assertThat(counting.calls()).filteredOn(call -> call.startsWith("list")).hasSize(1);
    assertThat(counting.calls()).hasSizeLessThan(10_000 + 20);
  }

  @Test
  void whereTooManyFilesAreOfTheRuleItsDirectoryIsRefusedAndOthersAreNot() throws Exception {
    Path crowded = Files.createDirectory(directory.resolve("crowded"));
    for (int i = 0; i <= LogListing.MOST; i++) {
      Files.createFile(crowded.resolve(i + ".log"));
    }
    Files.writeString(app, "x".repeat(100));

    Outcome outcome =
        new Rig(RuleBuilder.of(directory, "**/*.log").size(100).settings(), posix, clock, log)
            .whole(Cause.RESCAN);

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(((Outcome.Failed) outcome).why())
        .contains("more than 50,000 files in " + crowded + " are logs or archives of one rule");
    assertThat(Rig.names(directory)).contains("app.log-20261121T000000Z");
  }

  @Test
  void aRotationOpensAndListsItsDirectoryOnce() throws Exception {
    Files.writeString(app, "x".repeat(100));
    Files.writeString(directory.resolve("app.log.1"), "x");
    Files.writeString(directory.resolve("app.log.2"), "x");
    var counting = FaultyPosix.counting(posix);
    RuleBuilder rule =
        rule().size(100).naming(Naming.NUMBERED).create().keepFiles(2).compress(Codec.ZSTD);

    new Rig(rule.settings(), counting, clock, log).file(app, Cause.CHANGE);

    assertThat(Rig.names(directory)).containsExactly("app.log", "app.log.1", "app.log.2");
    assertThat(counting.calls())
        .filteredOn(call -> call.startsWith("list") || call.startsWith("openDirectory"))
        .filteredOn(call -> !call.contains(".state"))
        .hasSize(2);
  }
}
