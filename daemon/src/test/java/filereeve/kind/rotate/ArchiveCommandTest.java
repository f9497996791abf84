package filereeve.kind.rotate;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.process.Action;
import filereeve.process.Placeholders;
import filereeve.telemetry.Event;
import filereeve.testing.FaultyPosix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `on_archive: {run: …}` and `on_remove: {run: …}`.
class ArchiveCommandTest extends MailedLog {
  private static final String SHIP = "ship";
  private static final String LAST_CHANCE = "last-chance";

  /// What commands have got: the program's name and the content of the archive.
  private final List<String> got = new ArrayList<>();

  private boolean fails;

  /// What happens to an archive once, while this command runs.
  private Change meanwhile = _ -> {};

  private String meanwhileOf = "";

  private interface Change {
    void of(Path archive) throws IOException;
  }

  @Test
  void theCommandGetsEachNewArchiveOnceWhenItIsCompressed() throws Exception {
    Rig rig = shipping(rule().compress(Codec.ZSTD).keepFiles(9).runNew(SHIP));
    rotate(rig, "one\n");
    rig.wholeAndDrain(Cause.RESCAN);
    rotate(rig, "two\n");
    rig.wholeAndDrain(Cause.START);

    assertThat(got)
        .containsExactly(
            "ship app.log-20261121T000000Z.zst: one", "ship app.log-20261121T000001Z.zst: two");
    assertThat(log.lines(Event.DELIVERED))
        .hasSize(2)
        .first()
        .satisfies(
            line -> {
              assertThat(line.value("why")).contains("new");
              assertThat(line.value("command")).contains(SHIP);
            });
  }

  @Test
  void aCommandThatFailsIsRetriedAndItsArchiveIsKeptUntilItSucceeds() throws Exception {
    Rig rig = shipping(rule().keepFiles(0).runNew(SHIP));
    fails = true;
    Files.writeString(directory.resolve("app.log"), "one\n");
    assertThat(rig.wholeAndDrain(Cause.SCHEDULE))
        .contains(
            new Outcome.Retry(
                "cannot run \"on_archive\" for %s, so it is kept: it did not ship."
                    .formatted(directory.resolve("app.log-20261121T000000Z"))));
    rig.wholeAndDrain(Cause.RESCAN);
    assertThat(archives()).extracting(MailedLog::content).containsExactly("one\n");

    fails = false;
    rig.wholeAndDrain(Cause.RESCAN);
    rig.wholeAndDrain(Cause.RESCAN);
    assertThat(got).containsExactly("ship app.log-20261121T000000Z: one");
    assertThat(archives()).isEmpty();
  }

  @Test
  void theCommandIsRunBeforeAnArchiveIsRemovedAndKeepsItWhileItFails() throws Exception {
    Rig rig = shipping(rule().naming(Naming.NUMBERED).keepFiles(1).runRemoved(LAST_CHANCE));
    rotate(rig, "one\n");
    fails = true;
    rotate(rig, "two\n");
    assertThat(archives()).extracting(MailedLog::content).containsExactly("two\n", "one\n");

    fails = false;
    rig.wholeAndDrain(Cause.RESCAN);
    assertThat(got).containsExactly("last-chance app.log.2: one");
    assertThat(archives()).extracting(MailedLog::content).containsExactly("two\n");
    assertThat(log.lines(Event.DELIVERED))
        .singleElement()
        .satisfies(line -> assertThat(line.value("why")).contains("keep.files"));
  }

  /// A program that opened the log before it was rotated.
  @Test
  void anArchiveThatGrowsWhileItsCommandRunsIsHandedOnOnceMore() throws Exception {
    Rig rig = shipping(rule().keepFiles(0).runNew(SHIP).runRemoved(LAST_CHANCE));
    for (String late : List.of(SHIP, LAST_CHANCE)) {
      got.clear();
      meanwhile = archive -> Files.writeString(archive, "and more\n", APPEND);
      meanwhileOf = late;
      rotate(rig, "one\n");
      rig.wholeAndDrain(Cause.RESCAN);

      assertThat(got.stream().filter(line -> line.startsWith(late + " ")))
          .extracting(line -> line.replaceFirst(".*: ", ""))
          .containsExactly("one", "one\nand more");
      assertThat(archives()).isEmpty();
    }
  }

  @Test
  void aMailServerThatIsDownDoesNotKeepTheCommandFromRunning() throws Exception {
    Rig rig = shipping(rule().keepFiles(9).mailNew().runNew(SHIP));
    rig.mailbox().refuse(NO_SERVER);
    rotate(rig, "one\n");
    assertThat(got).containsExactly("ship app.log-20261121T000000Z: one");
    assertThat(rig.mailbox().received()).isEmpty();

    rig.wholeAndDrain(Cause.RESCAN);
    assertThat(rig.mailbox().received()).hasSize(1);
    assertThat(got).as("not shipped twice").hasSize(1);
  }

  @Test
  void archivesThatWereThereBeforeAreNotNew() throws Exception {
    rotate(shipping(rule()), "one\n");
    rotate(shipping(rule().runNew(SHIP)), "two\n");

    assertThat(got).containsExactly("ship app.log-20261121T000001Z: two");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void stoppedAfterAnyCallEachArchiveIsShippedBeforeItIsRemoved(boolean numbered) throws Exception {
    log.expect(Event.RECOVERED_FILE);
    UnaryOperator<RuleBuilder> rule =
        r ->
            (numbered ? r.naming(Naming.NUMBERED) : r)
                .compress(Codec.ZSTD)
                .keepFiles(0)
                .runNew(SHIP)
                .runRemoved(LAST_CHANCE);
    boolean stopped = true;
    int call = 0;
    while (stopped) {
      call++;
      got.clear();
      Path logs = Files.createDirectory(directory.resolve(numbered + "-" + call));
      RotateSettings settings = rule.apply(RuleBuilder.of(logs, "*.log").size(1)).settings();
      Files.writeString(logs.resolve("app.log"), "one\n");
      var posix = FaultyPosix.stoppingAfter(new LinuxPosix(), call);
      stopped = false;
      try {
        shipping(settings, posix).wholeAndDrain(Cause.SCHEDULE);
      } catch (FaultyPosix.Stopped _) {
        stopped = true;
      }
      if (got.stream().noneMatch(line -> line.startsWith(LAST_CHANCE))) {
        assertThat(Rig.lines(logs)).as("after " + posix.calls().getLast()).contains("one");
      }

      new Writer(logs.resolve("app.log")).close(); // the program reopens its log
      Rig next = shipping(settings, new LinuxPosix());
      next.wholeAndDrain(Cause.START);
      next.wholeAndDrain(Cause.SCHEDULE);
      assertThat(Rig.names(logs)).as("after " + posix.calls().getLast()).isSubsetOf("app.log");
      assertThat(got.stream().filter(line -> line.startsWith(SHIP + " ")).count())
          .as("shipped, after " + posix.calls().getLast())
          .isBetween(1L, 2L);
      assertThat(got.stream().filter(line -> line.startsWith(LAST_CHANCE)).count())
          .as("shipped before it was removed, after " + posix.calls().getLast())
          .isBetween(1L, 2L);
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(call).as("calls").isGreaterThan(30);
  }

  private Rig shipping(RuleBuilder rule) {
    return shipping(rule.settings(), new LinuxPosix());
  }

  private Rig shipping(RotateSettings settings, Posix posix) {
    return new Rig(settings, posix, clock, log, this::ship);
  }

  private Optional<String> ship(Action action, Placeholders placeholders, Duration timeout) {
    if (fails) {
      return Optional.of("it did not ship.");
    }
    Path archive = Path.of(placeholders.values().get(Hooks.ARCHIVE));
    String program = ((Action.Run) action).argv().getFirst();
    try {
      got.add("%s %s: %s".formatted(program, archive.getFileName(), Rig.content(archive).strip()));
      if (program.equals(meanwhileOf)) {
        meanwhileOf = "";
        meanwhile.of(archive);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return Optional.empty();
  }
}
