package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.RuleName;
import filereeve.event.RunKey;
import filereeve.event.Subject;
import filereeve.event.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScheduledRunsTest {
  private static final RuleName RULE = new RuleName("rotate", "app");
  private static final Outcome FAILED = new Outcome.Failed("the filesystem is read-only");

  private final List<String> told = new ArrayList<>();
  private final ScheduledRuns runs =
      new ScheduledRuns(rule -> told.add("finished"), rule -> told.add("failed"));

  private void ended(Cause cause, Outcome outcome) {
    runs.ended(new Work(new RunKey(RULE, new Subject.Whole()), Set.of(cause)), outcome);
  }

  @Test
  void aRunThatEndsWellIsFinished() {
    ended(Cause.SCHEDULE, new Outcome.Done());
    ended(Cause.SCHEDULE, new Outcome.Skipped("nothing is due"));
    assertThat(told).containsExactly("finished", "finished");
  }

  @Test
  void aRunOfAnotherCauseIsNoneOfTheSchedules() {
    ended(Cause.RESCAN, new Outcome.Done());
    ended(Cause.START, FAILED);
    assertThat(told).isEmpty();
  }

  @Test
  void aRunThatIsRetriedIsNotFinishedYet() {
    ended(Cause.SCHEDULE, new Outcome.Retry("the disk is full"));
    ended(Cause.RETRY, new Outcome.Deferred(Duration.ZERO, "a process has it open"));
    assertThat(told).isEmpty();
    ended(Cause.RETRY, new Outcome.Done());
    assertThat(told).containsExactly("finished");
  }

  @Test
  void aRunThatFailedIsFinishedByTheNextOneThatEndsWell() {
    ended(Cause.SCHEDULE, FAILED);
    ended(Cause.RESCAN, FAILED);
    ended(Cause.RESCAN, new Outcome.Done());
    ended(Cause.RESCAN, new Outcome.Done());
    assertThat(told).containsExactly("failed", "failed", "finished");
  }

  @Test
  void whatAStopSkipsIsNotFinished() {
    runs.stopping();
    ended(Cause.SCHEDULE, new Outcome.Skipped("the daemon is stopping"));
    assertThat(told).isEmpty();
    ended(Cause.SCHEDULE, new Outcome.Done());
    assertThat(told).containsExactly("finished");
  }
}
