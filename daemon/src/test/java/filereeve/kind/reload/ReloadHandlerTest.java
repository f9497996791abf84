package filereeve.kind.reload;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.dispatch.Lane;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.route.Glob;
import filereeve.telemetry.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is a change, and what is only the baseline.
class ReloadHandlerTest extends OneConfiguration {
  @Test
  void theFirstLookIsABaseline() throws Exception {
    assertThat(look()).isEqualTo(new Outcome.Done());
    assertThat(log.lines(Event.BASELINE)).hasSize(1);
    assertThat(look()).isInstanceOf(Outcome.Skipped.class);
    assertThat(told).doesNotExist();
  }

  @Test
  void aRuleWithoutAnyFileWarns() throws Exception {
    Files.delete(site);
    log.expect(Event.BASELINE_EMPTY);
    assertThat(look()).isEqualTo(new Outcome.Done());
    assertThat(log.lines(Event.BASELINE)).isEmpty();
    assertThat(log.lines(Event.BASELINE_EMPTY))
        .singleElement()
        .extracting(l -> l.value("why").orElse(""))
        .asString()
        .startsWith("no file matches `watch`.");
  }

  @Test
  void aChangeIsCheckedAndAppliedOnce() throws Exception {
    look();
    Files.writeString(site, "two\n");
    assertThat(look()).isEqualTo(new Outcome.Done());
    assertThat(look()).isInstanceOf(Outcome.Skipped.class);
    assertThat(told).hasContent("two");
    var line = log.lines(Event.RELOADED).getFirst();
    assertThat(line.value("changed")).contains(site.toString());
    assertThat(line.value("files")).contains("1");
  }

  @Test
  void theLookAtTheStartRunsNoCommand() throws Exception {
    look();
    Files.writeString(site, "two\n");
    assertThat(look(Cause.START)).isInstanceOf(Outcome.Deferred.class);
    assertThat(told).as("a command that hangs must not hold up the start").doesNotExist();
    assertThat(look(Cause.RETRY)).isEqualTo(new Outcome.Done());
    assertThat(told).hasContent("two");
  }

  @Test
  void newAndRemovedFilesAreChangesAndOtherTimesAreNone() throws Exception {
    look();
    Files.setLastModifiedTime(site, FileTime.fromMillis(0));
    assertThat(look()).isInstanceOf(Outcome.Skipped.class);
    Path other = Files.writeString(etc.resolve("other.conf"), "");
    assertThat(look()).isEqualTo(new Outcome.Done());
    Files.delete(other);
    assertThat(look()).isEqualTo(new Outcome.Done());
    Files.move(site, etc.resolve("renamed.conf"));
    assertThat(look()).isEqualTo(new Outcome.Done());
  }

  @Test
  void noFileAtAllIsABaselineToo() throws Exception {
    log.expect(Event.BASELINE_EMPTY);
    Files.delete(site);
    Files.delete(etc);
    assertThat(look()).isEqualTo(new Outcome.Done());
    Files.createDirectory(etc);
    Files.writeString(site, "now\n");
    look();
    assertThat(told).hasContent("now");
  }

  @Test
  void manyChangedFilesAreNamedInPart() throws Exception {
    look();
    for (int i = 0; i < 107; i++) {
      Files.writeString(etc.resolve((1000 + i) + ".conf"), "x");
    }
    look();
    assertThat(log.lines(Event.RELOADED).getFirst().value("changed").orElseThrow())
        .endsWith("1099.conf and 7 more");
  }

  @Test
  void aChangedRuleReloadsNothing() throws Exception {
    look();
    Files.writeString(directory.resolve("extra.conf"), "x");
    List<Glob> wider = globs(directory + "/*.conf", etc + "/*.conf");
    assertThat(look(handler(wider, List.of(), run("true")))).isEqualTo(new Outcome.Done());
    assertThat(look(handler(wider, globs(directory + "/extra.conf"), run("true"))))
        .isEqualTo(new Outcome.Done());
    assertThat(log.lines(Event.BASELINE)).hasSize(3);
    assertThat(log.lines(Event.RELOADED)).isEmpty();
  }

  @Test
  void aChangeThatComesWithAChangedRuleIsApplied() throws Exception {
    look();
    Files.writeString(site, "two\n");
    look(handler(globs(directory + "/*.conf", etc + "/*.conf"), List.of(), apply()));
    assertThat(told).hasContent("two");
  }

  @Test
  void itRunsInTheLaneOfReloads() {
    assertThat(handler(real, Optional.empty(), apply()).lane(WHOLE)).isEqualTo(Lane.RELOAD);
  }
}
