package filereeve.handler.rotate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.files.FreeSpace;
import filereeve.files.Keep;
import filereeve.notify.Delivery;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Space;
import filereeve.telemetry.Event;
import filereeve.testing.FaultyPosix;
import filereeve.testing.MarkableTempDir;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import filereeve.units.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Mail of new archives, and of those that go.
class MailTest {
  private static final Delivery NO_SERVER = new Delivery.Impossible("nobody is there. Start it");
  private static final Delivery NOT_THIS = new Delivery.Refused("it is bad. Look why");

  private final TestClock clock = new TestClock("2026-11-21T00:00:00Z");

  @TempDir(factory = MarkableTempDir.class)
  private Path folder;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

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
                      "Log:      " + folder.resolve("app.log") + "\n",
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
    Rig rig = rig(RuleBuilder.of(folder, "*").size(1).keepFiles(0).mailRemoved());
    Files.writeString(folder.resolve("a\nBcc: evil@example.org\n.log"), "one\n");
    rig.wholeAndDrain(Cause.SCHEDULE);

    assertThat(rig.mailbox().received().getFirst().message().subject())
        .isEqualTo("rotate.app: a\\x0aBcc: evil@example.org\\x0a.log-20261121T000000Z removed");
  }

  @Test
  void aNewArchiveIsMailedOnceInItsCompressedForm() throws Exception {
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
        .contains(Files.readAllBytes(folder.resolve("app.log-20261121T000000Z.zst")));
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
  void anArchiveThatStaysPlainForNowIsMailedAtOnce() throws Exception {
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
    try (var writer = new Writer(folder.resolve("app.log"))) {
      writer.write(1);
      log.expect(Event.LEFT_ALONE);
      rig.whole(Cause.SCHEDULE);
      assertThat(rig.mail()).isInstanceOf(Outcome.Later.class);
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
  void whatCannotBeMailedStaysUntilItCan() throws Exception {
    Rig rig = rig(rule().keepFiles(0).mailRemoved());
    rig.mailbox().refuse(NO_SERVER);
    rotate(rig, "one\n");

    assertThat(archives()).hasSize(1);
    rig.mailbox().refuse(NO_SERVER);
    assertThat(rig.mail())
        .isEqualTo(
            new Outcome.Retry(
                "cannot mail %s, so it stays and is tried again: nobody is there. Start it."
                    .formatted(folder.resolve("app.log-20261121T000000Z"))));
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
  void withoutAServerTheOthersAreNotTried() throws Exception {
    rotate(rig(rule()), "one\n");
    rotate(rig(rule()), "two\n");
    Rig rig = rig(rule().keepFiles(0).mailRemoved());
    rig.mailbox().refuse(NO_SERVER);

    rig.mail();

    assertThat(rig.mailbox().received()).isEmpty();
    assertThat(archives()).hasSize(2);
  }

  @Test
  void oneThatIsTooLargeIsNamedOnceAndStays() throws Exception {
    log.expect(Event.LEFT_ALONE);
    Rig rig = rig(rule().keepFiles(0).mailRemoved());
    rig.mailbox().maxSize(3);
    rotate(rig, "four\n");
    rig.wholeAndDrain(Cause.RESCAN);
    rig.wholeAndDrain(Cause.RESCAN);

    assertThat(archives()).hasSize(1);
    assertThat(rig.mailbox().received())
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.attached()).isEmpty();
              assertThat(mail.message().subject()).endsWith(" not removed (too large to mail)");
              assertThat(mail.message().text())
                  .contains(folder.resolve("app.log-20261121T000000Z").toString(), "5 B", "3 B");
            });
    assertThat(log.lines(Event.LEFT_ALONE))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.value("why").orElseThrow())
                    .isEqualTo(
                        "cannot remove %s: it is to be mailed first and has 5 B, but notify.ops.email.max_size is 3 B. Raise that, or remove it yourself."
                            .formatted(folder.resolve("app.log-20261121T000000Z"))));
    rig.mailbox().maxSize(5);
    rig.wholeAndDrain(Cause.RESCAN);
    assertThat(archives()).isEmpty();
    assertThat(rig.mailbox().received()).hasSize(2);
  }

  @Test
  void aNewOneThatIsTooLargeIsNamedAndStays() throws Exception {
    Rig rig = rig(rule().keepFiles(9).mailNew());
    rig.mailbox().maxSize(3);
    rotate(rig, "four\n");
    rig.wholeAndDrain(Cause.RESCAN);

    assertThat(archives()).hasSize(1);
    assertThat(rig.mailbox().received())
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.attached()).isEmpty();
              assertThat(mail.message().subject()).endsWith(" rotated (too large to mail)");
            });
  }

  @Test
  void whatChangesWhileItIsMailedIsNotRemoved() throws Exception {
    Rig rig = rig(rule().keepFiles(0).mailRemoved());
    Path archive = folder.resolve("app.log-20261121T000000Z");
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
  void aNumberedArchiveThatMovesUpWhileItIsMailedIsTheOneThatGoes() throws Exception {
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
    Files.createFile(folder.resolve("app.log"));

    rig.mail();

    assertThat(rig.mailbox().received())
        .extracting(mail -> mail.attached().map(bytes -> new String(bytes, UTF_8)))
        .containsExactly(Optional.of("one\n"));
    assertThat(archives())
        .extracting(MailTest::content)
        .containsExactlyInAnyOrder("two\n", "three\n");
  }

  @Test
  void anArchiveInAFormerFolderIsMailedBeforeItGoesToo() throws Exception {
    rotate(rig(rule().into("old")), "one\n");
    Rig rig = rig(rule().keepFiles(1).mailRemoved());
    rotate(rig, "two\n");

    assertThat(rig.mailbox().received())
        .extracting(mail -> mail.attached().map(bytes -> new String(bytes, UTF_8)))
        .containsExactly(Optional.of("one\n"));
    assertThat(archives()).extracting(MailTest::content).containsExactly("two\n");
  }

  @Test
  void whatNobodyKnowsALogOfIsNeitherMailedNorRemoved() throws Exception {
    Files.writeString(folder.resolve("app.log.1"), "somebody's\n");
    Rig rig = rig(rule().naming(Naming.NUMBERED).keepFiles(0).mailRemoved());

    rig.mail();

    assertThat(rig.mailbox().received()).isEmpty();
    assertThat(archives()).hasSize(1);
  }

  @Test
  void theOldestIsMailedBeforeItGoesForFreeSpace() throws Exception {
    Rig rig = shortOfSpace(rule().mailRemoved());

    rig.wholeAndDrain(Cause.RESCAN);

    assertThat(rig.mailbox().received())
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.to()).isEqualTo("ops");
              assertThat(mail.attached()).contains("one\n".getBytes(UTF_8));
              assertThat(mail.message().text()).contains("Because:  keep.free\n");
            });
    assertThat(archives())
        .extracting(MailTest::content)
        .containsExactlyInAnyOrder("two\n", "three\n");
  }

  @Test
  void whatCannotBeMailedStaysForFreeSpaceToo() throws Exception {
    Rig rig = shortOfSpace(rule().mailRemoved());
    rig.mailbox().refuse(NO_SERVER);

    rig.wholeAndDrain(Cause.RESCAN);

    assertThat(rig.mailbox().received()).isEmpty();
    assertThat(archives()).hasSize(3);
  }

  /// By the size of one archive of three.
  private Rig shortOfSpace(RuleBuilder rule) throws Exception {
    for (String content : List.of("one\n", "two\n", "three\n")) {
      rotate(rig(rule()), content);
    }
    long all = count();
    Keep keep =
        new Keep(
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new FreeSpace.Amount(new Size(1))));
    var posix =
        FaultyPosix.counting(new LinuxPosix())
            .withSpace(() -> new Space(2 * all, count() < all ? 1 : 0));
    return new Rig(rule.keep(keep).settings(), posix, clock, log);
  }

  private long count() {
    try {
      return archives().size();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRuleThatMailsNothingAsksForNoMail() throws Exception {
    Rig rig = rig(rule().keepFiles(0));
    rotate(rig, "one\n");

    assertThat(rig.mail()).isEqualTo(new Outcome.Skipped("the rule mails nothing"));
    assertThat(archives()).isEmpty();
  }

  private RuleBuilder rule() {
    return RuleBuilder.of(folder, "*.log").size(1);
  }

  private Rig rig(RuleBuilder rule) {
    return new Rig(rule.settings(), new LinuxPosix(), clock, log);
  }

  private void rotate(Rig rig, String content) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("app.log"), content);
    rig.wholeAndDrain(Cause.SCHEDULE);
    clock.advance(Duration.ofSeconds(1));
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

  private static String content(Path file) {
    try {
      return Rig.content(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<Path> archives() throws IOException {
    return Rig.names(folder).stream()
        .filter(name -> !name.equals("app.log"))
        .map(folder::resolve)
        .toList();
  }
}
