package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.telemetry.Event;
import filereeve.testing.FaultyPosix;
import filereeve.testing.FaultyPosix.Fault;
import filereeve.testing.FileDates;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// When a log is rotated: by its size, its age, a schedule, or the first look at the start.
class RotateHandlerTest extends OneLog {

  @Test
  void aLogThatReachesItsSizeIsRotatedAndLogged() throws Exception {
    Files.writeString(app, "x".repeat(100));
    Rig rig = rig(rule().size(100));

    assertThat(rig.file(app, Cause.CHANGE)).isEqualTo(new Outcome.Done());

    assertThat(Rig.names(directory)).containsExactly(STAMP);
    var line = log.lines(Event.ROTATED).getFirst();
    assertThat(line.value("rule")).contains("rotate.app");
    assertThat(line.value("file")).contains(app.toString());
    assertThat(line.value("archive")).contains(directory.resolve(STAMP).toString());
    assertThat(line.value("cause")).contains("size");
    assertThat(line.value("limit")).isPresent();
  }

  @Test
  void aLogIsRotatedWhenItWasBegunLongEnoughAgo() throws Exception {
    Files.writeString(app, "x");
    Rig rig = rig(rule().age(Duration.ofHours(24)));
    clock.set(FileDates.now().plus(Duration.ofHours(23)));

    assertThat(rig.file(app, Cause.CHANGE)).isInstanceOf(Outcome.Skipped.class);
    clock.advance(Duration.ofHours(2));
    assertThat(rig.file(app, Cause.CHANGE)).isEqualTo(new Outcome.Done());
    assertThat(log.lines(Event.ROTATED).getFirst().value("cause")).contains("age");
    assertThat(log.lines(Event.ROTATED).getFirst().value("limit")).isPresent();
  }

  @Test
  void aLogIsNoOlderThanItsNewestArchive() throws Exception {
    Files.writeString(app, "x");
    Instant later = FileDates.now().plus(Duration.ofHours(30));
    Files.writeString(directory.resolve("app.log.1"), "x");
    Files.setLastModifiedTime(
        directory.resolve("app.log.1"), java.nio.file.attribute.FileTime.from(later));
    clock.set(later.plus(Duration.ofHours(1)));

    assertThat(rig(rule().age(Duration.ofHours(24))).file(app, Cause.CHANGE))
        .isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void aScheduleRotatesAllButEmptyAndSmallLogs() throws Exception {
    Files.writeString(app, "x".repeat(10));
    Files.writeString(directory.resolve("small.log"), "x".repeat(9));
    Files.writeString(directory.resolve("empty.log"), "");

    rig(rule().minSize(10)).whole(Cause.SCHEDULE);

    assertThat(Rig.names(directory)).containsExactly(STAMP, "empty.log", "small.log");
  }

  @Test
  void whatAScheduleAskedForIsDoneByTheRetryAndNotTwice() throws Exception {
    Files.writeString(app, "x");
    Rig rig = rig(rule().after());
    rig.notifyingFails(true);
    clock.set(FileDates.now());
    assertThat(rig.whole(Cause.SCHEDULE)).isInstanceOf(Outcome.Retry.class);
    clock.advance(Duration.ofSeconds(1));
    rig.notifyingFails(false);

    assertThat(rig.whole(Cause.RETRY)).isEqualTo(new Outcome.Done());

    assertThat(rig.notified()).isEqualTo(1);
    assertThat(log.lines(Event.ROTATED)).hasSize(1);
    Files.writeString(app, "y");
    assertThat(rig.whole(Cause.RESCAN)).isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void whatAScheduleAskedForStaysAskedForWhileItFails() throws Exception {
    Files.writeString(app, "x");
    var readOnly = new AtomicBoolean(true);
    var posix = FaultyPosix.of(new LinuxPosix(), new Fault.FailChanges(readOnly::get, Errno.EROFS));
    var rig = new Rig(rule().settings(), posix, clock, log);
    clock.set(FileDates.now());
    assertThat(rig.whole(Cause.SCHEDULE)).isInstanceOf(Outcome.Failed.class);
    clock.advance(Duration.ofMinutes(5));
    assertThat(rig.whole(Cause.RESCAN)).isInstanceOf(Outcome.Failed.class);
    readOnly.set(false);
    clock.advance(Duration.ofMinutes(5));

    assertThat(rig.whole(Cause.RESCAN)).isEqualTo(new Outcome.Done());

    assertThat(log.lines(Event.ROTATED)).hasSize(1);
    Files.writeString(app, "y");
    assertThat(rig.whole(Cause.RESCAN)).isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void theLookAtTheStartHandsOverWhatIsDue() throws Exception {
    Files.writeString(app, "x");
    Files.writeString(directory.resolve("app.log.3"), "y");
    Rig rig = rig(rule().size(1).compress(Codec.GZIP));

    rig.whole(Cause.START);

    assertThat(Rig.names(directory)).containsExactly("app.log", "app.log.3");
    assertThat(rig.queued())
        .containsExactlyInAnyOrder(
            new Trigger(RuleBuilder.NAME, RotateSubjects.archives(directory), Cause.FOLLOW_UP),
            new Trigger(RuleBuilder.NAME, new Subject.Whole(), Cause.FOLLOW_UP));
    rig.drain();
    assertThat(Rig.names(directory)).containsExactly(STAMP + ".gz", "app.log.3.gz");
  }

  @Test
  void whereThereIsNoLogAndNoDirectoryNothingIsSaid() throws Exception {
    assertThat(rig(rule()).whole(Cause.SCHEDULE)).isInstanceOf(Outcome.Skipped.class);
    assertThat(rig(RuleBuilder.of(directory, "missing/*.log")).whole(Cause.SCHEDULE))
        .isInstanceOf(Outcome.Skipped.class);
    assertThat(rig(rule().size(1)).file(directory.resolve("no/app.log"), Cause.CHANGE))
        .isInstanceOf(Outcome.Skipped.class);
  }
}
