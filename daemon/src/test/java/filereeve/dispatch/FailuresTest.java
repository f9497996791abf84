package filereeve.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.dispatch.Failures.Say;
import filereeve.event.RuleName;
import filereeve.event.RunKey;
import filereeve.event.Subject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

  private final Failures failures = new Failures();
  private final RunKey key = key("a");

  @Test
  void everyAttemptIsSaidUntilTheFailureIsFinal() {
    assertThat(failures.attempt(key)).isEqualTo(1);
    assertThat(failed("full", false, 0)).isEqualTo(Say.IT);
    assertThat(failures.attempt(key)).isEqualTo(2);
    assertThat(failed("full", false, 1)).isEqualTo(Say.IT);
    assertThat(failed("full", true, 2)).isEqualTo(Say.IT);
    assertThat(failures.attempt(key)).isEqualTo(1);
  }

  @Test
  void theSameFailureAgainIsSummedUpEverMoreSeldom() {
    assertThat(failed("full", true, 0)).isEqualTo(Say.IT);
    int summaries = 0;
    for (int second = 1; second <= 24 * 3_600; second++) {
      summaries += failed("full", true, second) == Say.SUMMARY ? 1 : 0;
    }

    assertThat(summaries).isBetween(24, 30);
  }

  @Test
  void aSummaryCountsWhatWasNotSaid() {
    failed("full", true, 0);
    failed("full", false, 10);
    failed("full", true, 20);

    assertThat(failures.failed(key, "full", true, START.plusSeconds(60)))
        .isEqualTo(new Failures.Verdict(Say.SUMMARY, 3));
  }

  @Test
  void theSummariesOfAnotherFailureBeginWithAMinuteAgain() {
    for (int second = 0; second < 24 * 3_600; second++) {
      failed("full", true, second);
    }
    assertThat(failed("not permitted", true, 100_000)).isEqualTo(Say.IT);
    assertThat(failed("not permitted", true, 100_060)).isEqualTo(Say.SUMMARY);
    assertThat(failed("not permitted", true, 100_179)).isEqualTo(Say.NOTHING);
    assertThat(failed("not permitted", true, 100_180)).isEqualTo(Say.SUMMARY);
  }

  @Test
  void aRuleThatComesBackBeginsAnew() {
    failed("full", false, 0);
    failures.forget(key.rule());
    assertThat(failures.attempt(key)).isEqualTo(1);
    assertThat(failures.size()).isZero();
  }

  @Test
  void theFailuresOfOtherRulesAreKept() {
    failed("full", false, 0);
    failures.forget(new RuleName("rotate", "other"));

    assertThat(failures.attempt(key)).isEqualTo(2);
  }

  @Test
  void anotherFailureIsSaidAtOnce() {
    failed("full", true, 0);

    assertThat(failed("not permitted", true, 1)).isEqualTo(Say.IT);
  }

  @Test
  void aFailureThatDiffersInNumbersOnlyIsTheSame() {
    failed("cannot rename app.log to app.log-20261121T000000Z: full", true, 0);

    assertThat(failed("cannot rename app.log to app.log-20261121T000007Z: full", false, 7))
        .isEqualTo(Say.NOTHING);
  }

  @Test
  void recoveryTellsHowOftenAndSinceWhen() {
    failed("full", false, 0);
    failed("full", true, 5);

    assertThat(failures.done(key)).contains(new Failures.Recovery(2, START));
    assertThat(failures.done(key)).isEmpty();
    assertThat(failures.attempt(key)).isEqualTo(1);
  }

  @Test
  void remembersABoundedNumberOfKeys() {
    for (int i = 0; i < Failures.MOST + 1_000; i++) {
      failures.failed(key("f" + i), "full", true, START);
    }

    assertThat(failures.size()).isEqualTo(Failures.MOST);
  }

  private Say failed(String why, boolean last, int second) {
    return failures.failed(key, why, last, START.plus(Duration.ofSeconds(second))).say();
  }

  private static RunKey key(String name) {
    return new RunKey(new RuleName("rotate", "app"), new Subject.File(Path.of("/" + name)));
  }
}
