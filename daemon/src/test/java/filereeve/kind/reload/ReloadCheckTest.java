package filereeve.kind.reload;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.process.Action;
import filereeve.telemetry.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A change is applied only after its check has passed, and only as it was checked.
class ReloadCheckTest extends OneConfiguration {
  @Test
  void aChangeThatFailsItsCheckIsRefusedUntilTheNextChange() throws Exception {
    log.expect(Event.RELOAD_REFUSED);
    look();
    Files.writeString(site, "bad\n");
    assertThat(look()).isInstanceOf(Outcome.Refused.class);
    assertThat(look()).isInstanceOf(Outcome.Refused.class);
    assertThat(told).doesNotExist();
    var refused = log.lines(Event.RELOAD_REFUSED);
    assertThat(refused).hasSize(1);
    assertThat(refused.getFirst().value("code")).contains("3");
    assertThat(refused.getFirst().value("output")).contains("line 1 is bad");
    Files.writeString(site, "good\n");
    look();
    assertThat(told).hasContent("good");
  }

  @Test
  void anOperatorHasARefusedChangeCheckedAgain() throws Exception {
    log.expect(Event.RELOAD_REFUSED);
    look();
    Files.writeString(site, "bad\n");
    look();
    look(Cause.OPERATOR);
    assertThat(log.lines(Event.RELOAD_REFUSED)).hasSize(2);
  }

  @Test
  void aRefusedChangeThatWasTakenBackAndComesAgainIsCheckedAgain() throws Exception {
    log.expect(Event.RELOAD_REFUSED);
    look();
    Files.writeString(site, "bad\n");
    look();
    Files.writeString(site, "one\n");
    look();
    Files.writeString(site, "bad\n");
    look();
    assertThat(log.lines(Event.RELOAD_REFUSED)).hasSize(2);
    assertThat(told).doesNotExist();
  }

  @Test
  void aCheckThatCannotRunIsTriedAgain() throws Exception {
    var handler = handler(real, Optional.of(run("no-such-check")), apply());
    look(handler);
    Files.writeString(site, "two\n");
    assertThat(((Outcome.Retry) look(handler)).why())
        .startsWith(
            "cannot check the configuration with \"no-such-check\": there is no command"
                + " \"no-such-check\"");
    look();
    assertThat(told).hasContent("two");
  }

  @Test
  void whatChangesDuringItsCheckIsNotApplied() throws Exception {
    Action.Run editing = run("sh", "-c", "echo later > " + site);
    look();
    Files.writeString(site, "two\n");
    assertThat(look(handler(real, Optional.of(editing), apply())))
        .isInstanceOf(Outcome.Deferred.class);
    assertThat(told).doesNotExist();
  }

  @Test
  void aRefusedChangeThatIsTakenBackHasRecovered() throws Exception {
    log.expect(Event.RELOAD_REFUSED);
    look();
    Files.writeString(site, "bad\n");
    look();
    Files.writeString(site, "one\n");
    look();
    assertThat(log.lines(Event.RECOVERED)).hasSize(1);
  }

  @Test
  void whatTheCheckItselfWritesIsToldFromAChangeAndNamed() throws Exception {
    log.expect(Event.RELOAD_UNSTEADY);
    Path own = etc.resolve("check.conf");
    var writing = run("sh", "-c", "date +%N >> " + own);
    var handler = handler(real, Optional.of(writing), run("touch", told.toString()));
    look(handler);
    Files.writeString(site, "two\n");
    assertThat(look(handler)).as("it may be half of a change").isInstanceOf(Outcome.Deferred.class);
    assertThat(look(handler)).isInstanceOf(Outcome.Deferred.class);
    assertThat(look(handler)).isEqualTo(new Outcome.Done());
    assertThat(look(handler)).as("it is the new baseline").isInstanceOf(Outcome.Skipped.class);
    assertThat(log.lines(Event.RELOAD_UNSTEADY)).hasSize(1);
    assertThat(log.lines(Event.RELOAD_UNSTEADY).getFirst().value("changed"))
        .contains(own.toString());
  }

  @Test
  void aCheckThatWritesAndFailsIsRefusedOnce() throws Exception {
    log.expect(Event.RELOAD_REFUSED, Event.RELOAD_UNSTEADY);
    var writing = run("sh", "-c", "date +%N >> " + etc + "/check.conf; exit 1");
    var handler = handler(real, Optional.of(writing), apply());
    look(handler);
    Files.writeString(site, "two\n");
    for (int i = 0; i < 6; i++) {
      look(handler);
    }
    assertThat(log.lines(Event.RELOAD_REFUSED)).hasSize(1);
    assertThat(told).doesNotExist();
  }

  @Test
  void aFileThatChangesAllTheTimeStarvesNoChange() throws Exception {
    log.expect(Event.RELOAD_UNSTEADY);
    Path busy = etc.resolve("busy.conf");
    var check = run("sh", "-c", "date +%N >> " + busy);
    var handler = handler(real, Optional.of(check), run("touch", told.toString()));
    look(handler);
    Files.writeString(site, "two\n");
    assertThat(look(handler)).isInstanceOf(Outcome.Deferred.class);
    Files.writeString(busy, "by somebody else");
    clock.advance(Duration.ofSeconds(29));
    assertThat(look(handler)).isInstanceOf(Outcome.Deferred.class);
    Files.writeString(busy, "by somebody else again");
    clock.advance(Duration.ofSeconds(2));
    assertThat(look(handler)).as("max_wait is over").isEqualTo(new Outcome.Done());
    assertThat(told).exists();
  }
}
