package filereeve.kind.rotate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.notify.Delivery;
import filereeve.posix.Posix;
import filereeve.telemetry.Event;
import filereeve.testing.BetweenCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Mail of new archives, and of those that go.
class MailTest extends MailedLog {
  private static final Delivery NOT_THIS = new Delivery.Refused("it is bad. Look why");

  static Stream<Naming> namings() {
    return Stream.of(Naming.DATED, Naming.NUMBERED);
  }

  @ParameterizedTest
  @MethodSource("namings")
  void anArchiveIsMailedBeforeItIsRemoved(Naming naming) throws Exception {
    Rig rig = rig(rule().naming(naming).keepFiles(1).mailRemoved());
    rotate(rig, "one\n");
    rotate(rig, "two\n");

    assertThat(rig.mailbox().received())
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.to()).isEqualTo("ops");
              assertThat(mail.attached()).contains("one\n".getBytes(UTF_8));
              assertThat(mail.message().text())
                  .contains(
                      "Rule:     rotate.app\n",
                      "Log:      " + directory.resolve("app.log") + "\n",
                      "Because:  keep.files\n");
            });
    assertThat(archives()).extracting(MailTest::content).containsExactly("two\n");
    assertThat(log.lines(Event.MAILED))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.value("why")).contains("keep.files");
              assertThat(line.value("attached")).contains("true");
              assertThat(line.value("to")).contains("ops");
            });
    assertThat(log.lines(Event.REMOVED)).hasSize(1);
  }

  @Test
  void theSubjectNamesRuleAndArchive() throws Exception {
    Rig rig = rig(rule().keepFiles(0).mailRemoved());
    rotate(rig, "one\n");

    var message = rig.mailbox().received().getFirst().message();
    assertThat(message.subject()).isEqualTo("rotate.app: app.log-20261121T000000Z removed");
    assertThat(message.attachment().orElseThrow().name()).isEqualTo("app.log-20261121T000000Z");
  }

  @Test
  void aNameCannotBecomeAHeader() throws Exception {
    Rig rig = rig(RuleBuilder.of(directory, "*").size(1).keepFiles(0).mailRemoved());
    Files.writeString(directory.resolve("a\nBcc: evil@example.org\n.log"), "one\n");
    rig.wholeAndDrain(Cause.SCHEDULE);

    assertThat(rig.mailbox().received().getFirst().message().subject())
        .isEqualTo("rotate.app: a\\x0aBcc: evil@example.org\\x0a.log-20261121T000000Z removed");
  }

  @Test
  void aNewArchiveIsMailedOnceInItsCompressedVariant() throws Exception {
    Rig rig = rig(rule().compress(Codec.ZSTD).keepFiles(9).mailNew());
    rotate(rig, "one\n");
    rig.wholeAndDrain(Cause.RESCAN);
    rotate(rig, "two\n");
    rig.wholeAndDrain(Cause.START);

    assertThat(rig.mailbox().received())
        .extracting(mail -> mail.to() + " " + mail.message().subject())
        .containsExactly(
            "news rotate.app: app.log-20261121T000000Z.zst rotated",
            "news rotate.app: app.log-20261121T000001Z.zst rotated");
    assertThat(rig.mailbox().received().getFirst().attached())
        .contains(Files.readAllBytes(directory.resolve("app.log-20261121T000000Z.zst")));
  }

  @Test
  void whatWasTakenOutOfALogIsNewToo() throws Exception {
    Rig rig = rig(rule().copyTruncate().keepFiles(9).mailNew());
    rotate(rig, "one\n");
    rotate(rig, "two\n");
    rig.wholeAndDrain(Cause.START);

    assertThat(rig.mailbox().received())
        .extracting(mail -> new String(mail.attached().orElseThrow(), UTF_8))
        .containsExactly("one\n", "two\n");
  }

  @Test
  void archivesThatWereThereBeforeAreNotNew() throws Exception {
    rotate(rig(rule()), "one\n");
    Rig rig = rig(rule().mailNew());
    rotate(rig, "two\n");

    assertThat(rig.mailbox().received())
        .extracting(mail -> mail.attached().map(bytes -> new String(bytes, UTF_8)))
        .containsExactly(Optional.of("two\n"));
  }

  @Test
  void anArchiveThatIsKeptPlainForNowIsMailedAtOnce() throws Exception {
    Rig rig = rig(rule().compress(Optional.of(Codec.ZSTD), 1).mailNew());
    rotate(rig, "one\n");
    rotate(rig, "two\n");
    rotate(rig, "three\n");

    assertThat(rig.mailbox().received())
        .extracting(mail -> mail.attached().map(bytes -> new String(bytes, UTF_8)))
        .containsExactly(Optional.of("one\n"), Optional.of("two\n"), Optional.of("three\n"));
  }

  @Test
  void whatAProcessStillWritesIsMailedWhenItIsDone() throws Exception {
    Rig rig = rig(rule().keepFiles(0).mailNew().mailRemoved());
    try (var writer = new Writer(directory.resolve("app.log"))) {
      writer.write(1);
      log.expect(Event.SKIPPED_UNSAFE);
      rig.whole(Cause.SCHEDULE);
      assertThat(rig.mail()).isInstanceOf(Outcome.Deferred.class);
      assertThat(rig.mailbox().received()).isEmpty();
      writer.write(1);
    }
    rig.mail();

    assertThat(rig.mailbox().received()).hasSize(2);
    assertThat(new String(rig.mailbox().received().getFirst().attached().orElseThrow(), UTF_8))
        .hasLineCount(2);
    assertThat(archives()).isEmpty();
  }

  @Test
  void whatCannotBeMailedIsKeptUntilItCan() throws Exception {
    Rig rig = rig(rule().keepFiles(0).mailRemoved());
    rig.mailbox().refuse(NO_SERVER);
    rotate(rig, "one\n");

    assertThat(archives()).hasSize(1);
    rig.mailbox().refuse(NO_SERVER);
    assertThat(rig.mail())
        .isEqualTo(
            new Outcome.Retry(
                "cannot mail %s, so it is kept: nobody is there. Start it."
                    .formatted(directory.resolve("app.log-20261121T000000Z"))));
    assertThat(archives()).hasSize(1);

    rig.wholeAndDrain(Cause.RESCAN);
    assertThat(archives()).isEmpty();
    assertThat(rig.mailbox().received()).hasSize(1);
  }

  @Test
  void aNewArchiveThatCouldNotBeMailedIsNotRemovedEither() throws Exception {
    Rig rig = rig(rule().keepFiles(0).mailNew());
    rig.mailbox().refuse(NO_SERVER);
    rotate(rig, "one\n");
    assertThat(archives()).hasSize(1);

    rig.wholeAndDrain(Cause.RESCAN);
    rig.wholeAndDrain(Cause.RESCAN);

    assertThat(archives()).isEmpty();
    assertThat(rig.mailbox().received()).hasSize(1);
  }

  @Test
  void oneThatTheServerDoesNotWantDoesNotHoldUpTheOthers() throws Exception {
    rotate(rig(rule()), "one\n");
    rotate(rig(rule()), "two\n");
    Rig rig = rig(rule().keepFiles(0).mailRemoved());
    rig.mailbox().refuse(NOT_THIS);

    assertThat(rig.mail()).isInstanceOf(Outcome.Retry.class);

    assertThat(rig.mailbox().received())
        .extracting(mail -> mail.attached().map(bytes -> new String(bytes, UTF_8)))
        .containsExactly(Optional.of("two\n"));
    assertThat(archives()).extracting(MailTest::content).containsExactly("one\n");
  }

  @Test
  void whatChangesWhileItIsMailedIsNotRemoved() throws Exception {
    Rig rig = rig(rule().keepFiles(0).mailRemoved());
    Path archive = directory.resolve("app.log-20261121T000000Z");
    rig.mailbox().whileSending(() -> append(archive));
    rotate(rig, "one\n");
    assertThat(archives()).extracting(MailTest::content).containsExactly("one\nmore\n");

    rig.mailbox().whileSending(() -> {});
    rig.mail();

    assertThat(archives()).isEmpty();
    assertThat(rig.mailbox().received().getLast().attached())
        .contains("one\nmore\n".getBytes(UTF_8));
  }

  @Test
  void whatChangesAfterItWasMailedIsNotRemoved() throws Exception {
    Path archive = directory.resolve(STAMP);
    var mailed = new AtomicBoolean();
    Posix changing = BetweenCalls.afterFirst(posix, "stat", mailed, () -> append(archive));
    Rig rig = new Rig(rule().keepFiles(0).mailRemoved().settings(), changing, clock, log);
    rig.mailbox().afterTaking(() -> mailed.set(true));
    rotate(rig, "one\n");
    assertThat(archives()).extracting(MailTest::content).containsExactly("one\nmore\n");
  }

  @Test
  void aNumberedArchiveThatMovesUpWhileItIsMailedIsTheOneRemoved() throws Exception {
    rotate(rig(rule().naming(Naming.NUMBERED)), "one\n");
    rotate(rig(rule().naming(Naming.NUMBERED)), "two\n");
    Rig other = rig(rule().naming(Naming.NUMBERED));
    Rig rig = rig(rule().naming(Naming.NUMBERED).keepFiles(1).mailRemoved());
    rig.mailbox()
        .whileSending(
            () -> {
              rig.mailbox().whileSending(() -> {});
              rotateUnchecked(other, "three\n");
            });
    Files.createFile(directory.resolve("app.log"));

    rig.mail();

    assertThat(rig.mailbox().received())
        .extracting(mail -> mail.attached().map(bytes -> new String(bytes, UTF_8)))
        .containsExactly(Optional.of("one\n"));
    assertThat(archives())
        .extracting(MailTest::content)
        .containsExactlyInAnyOrder("two\n", "three\n");
  }

  @Test
  void anArchiveInAFormerDirectoryIsMailedBeforeItIsRemovedToo() throws Exception {
    rotate(rig(rule().archiveDir("old")), "one\n");
    Rig rig = rig(rule().keepFiles(1).mailRemoved());
    rotate(rig, "two\n");

    assertThat(rig.mailbox().received())
        .extracting(mail -> mail.attached().map(bytes -> new String(bytes, UTF_8)))
        .containsExactly(Optional.of("one\n"));
    assertThat(archives()).extracting(MailTest::content).containsExactly("two\n");
  }

  @Test
  void whatNobodyKnowsALogOfIsNeitherMailedNorRemoved() throws Exception {
    Files.writeString(directory.resolve("app.log.1"), "somebody's\n");
    Rig rig = rig(rule().naming(Naming.NUMBERED).keepFiles(0).mailRemoved());

    rig.mail();

    assertThat(rig.mailbox().received()).isEmpty();
    assertThat(archives()).hasSize(1);
  }

  @Test
  void aRuleThatMailsNothingAsksForNoMail() throws Exception {
    Rig rig = rig(rule().keepFiles(0));
    rotate(rig, "one\n");

    assertThat(rig.mail()).isEqualTo(new Outcome.Skipped("the rule delivers nothing"));
    assertThat(archives()).isEmpty();
  }

  private void rotateUnchecked(Rig rig, String content) {
    try {
      rotate(rig, content);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void append(Path file) {
    try {
      Files.writeString(file, Files.readString(file) + "more\n");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
