package filereeve.kind.reload;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Outcome;
import filereeve.telemetry.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// An `apply` that fails is tried again, and one that changes its own configuration does not run
/// for ever.
class ReloadApplyTest extends OneConfiguration {
  @Test
  void aFailedApplyIsTriedAgain() throws Exception {
    var handler = handler(real, Optional.of(check()), run("sh", "-c", "echo down; exit 1"));
    look(handler);
    Files.writeString(site, "two\n");
    assertThat(((Outcome.Retry) look(handler)).why())
        .isEqualTo("cannot run \"sh -c echo down; exit 1\": it ended with exit code 1: down");
    look();
    assertThat(told).hasContent("two");
  }

  @Test
  void aFailedApplyThatIsTakenBackIsAppliedToo() throws Exception {
    var handler = handler(real, Optional.of(check()), run("false"));
    look(handler);
    Files.writeString(site, "two\n");
    assertThat(look(handler)).isInstanceOf(Outcome.Retry.class);
    Files.writeString(site, "one\n");
    assertThat(look()).isEqualTo(new Outcome.Done());
    assertThat(told).as("a restart that failed left the service down").hasContent("one");
    assertThat(look()).isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void whatApplyItselfWritesIsAppliedOnceMoreAndThenKnown() throws Exception {
    Path stamp = etc.resolve("stamp.conf");
    var writing = run("sh", "-c", "date +%N > " + stamp + "; echo x >> " + told);
    var handler = handler(real, Optional.empty(), writing);
    look(handler);
    Files.writeString(site, "two\n");
    for (int i = 0; i < 6; i++) {
      look(handler);
    }
    assertThat(told).content().isEqualTo("x\nx\n");
    Files.writeString(site, "three\n");
    for (int i = 0; i < 3; i++) {
      look(handler);
    }
    assertThat(told).content().as("it is known by now").isEqualTo("x\nx\nx\n");
  }

  @Test
  void aChangeThatIsSavedWhileApplyRunsIsAppliedNext() throws Exception {
    var editing = run("sh", "-c", "cat " + site + " >> " + told + "; echo later > " + site);
    var handler = handler(real, Optional.empty(), editing);
    look(handler);
    Files.writeString(site, "two\n");
    look(handler);
    assertThat(look(handler(real, Optional.empty(), apply()))).isEqualTo(new Outcome.Done());
    assertThat(told).content().isEqualTo("two\nlater\n");
  }

  @Test
  void aLoopIsNamedAndSlowedAfterItsThirdRound() throws Exception {
    log.expect(Event.RELOAD_LOOP);
    var writing = run("sh", "-c", "touch " + etc + "/$(date +%s%N).conf; echo x >> " + told);
    var handler = handler(real, Optional.empty(), writing);
    look(handler);
    Files.writeString(site, "two\n");
    look(handler);
    look(handler);
    assertThat(look(handler)).isInstanceOf(Outcome.Deferred.class);
    assertThat(look(handler)).isInstanceOf(Outcome.Deferred.class);
    assertThat(told).content().isEqualTo("x\nx\n");
    assertThat(log.lines(Event.RELOAD_LOOP)).hasSize(1);
    clock.advance(Duration.ofSeconds(11));
    assertThat(look(handler)).isEqualTo(new Outcome.Done());
    Files.writeString(site, "three\n");
    assertThat(look(handler)).as("another change does not wait").isEqualTo(new Outcome.Done());
  }

  /// Somebody saves a file every few seconds, soon after each `apply`.
  @Test
  void whatOthersChangeAgainAndAgainIsNoLoop() throws Exception {
    var handler = handler(real, Optional.empty(), run("sh", "-c", "echo x >> " + told));
    look(handler);
    for (int round = 1; round <= 20; round++) {
      Files.writeString(site, "saved " + round);
      look(handler);
      clock.advance(Duration.ofSeconds(3));
    }
    assertThat(log.lines(Event.RELOAD_LOOP)).isEmpty();
    assertThat(told).content().as("only one waited for the next").hasLineCount(19);
  }

  /// A service that rewrites its file a second after each reload, and not otherwise; or somebody
  /// who waits for each reload, and then saves again.
  @Test
  void whatChangesSoonAfterEachApplyIsALoopIfItGoesOn() throws Exception {
    log.expect(Event.RELOAD_LOOP);
    var handler = handler(real, Optional.empty(), run("sh", "-c", "echo x >> " + told));
    look(handler);
    for (int round = 1; round <= 5; round++) {
      Files.writeString(site, "written by the service " + round);
      if (round >= 3) {
        assertThat(look(handler)).as("round " + round).isInstanceOf(Outcome.Deferred.class);
        clock.advance(Duration.ofSeconds(11));
      }
      assertThat(look(handler)).as("round " + round).isEqualTo(new Outcome.Done());
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(log.lines(Event.RELOAD_LOOP)).isEmpty();
    Files.writeString(site, "written by the service again");
    assertThat(look(handler)).isInstanceOf(Outcome.Deferred.class);
    assertThat(log.lines(Event.RELOAD_LOOP)).hasSize(1);
    clock.advance(Duration.ofSeconds(11));
    assertThat(look(handler)).isEqualTo(new Outcome.Done());
  }
}
