package filereeve.kind.rotate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.archive.FreeSpace;
import filereeve.archive.Keep;
import filereeve.archive.KeepBuilder;
import filereeve.event.Cause;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Space;
import filereeve.telemetry.Event;
import filereeve.testing.FaultyPosix;
import filereeve.units.Size;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Mail of archives that are too large, that go for free space, and without a server.
class MailLimitsTest extends MailedLog {
  @Test
  void oneThatIsTooLargeIsNamedOnceAndKept() throws Exception {
    log.expect(Event.SKIPPED_UNSAFE);
    Rig rig = rig(rule().keepFiles(0).mailRemoved());
    rig.mailbox().maxSize(3);
    rotate(rig, "four\n");
    rig.wholeAndDrain(Cause.RESCAN);
    rig.wholeAndDrain(Cause.RESCAN);

    assertThat(archives()).hasSize(1);
    assertNamed(rig, " not removed (too large to mail)");
    assertThat(log.lines(Event.SKIPPED_UNSAFE))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.value("why").orElseThrow())
                    .isEqualTo(
                        "cannot remove %s: it must be mailed first, but its size, 5 B, exceeds notify.ops.email.max_size, 3 B. Raise max_size, or remove the archive."
                            .formatted(directory.resolve("app.log-20261121T000000Z"))));
    rig.mailbox().maxSize(5);
    rig.wholeAndDrain(Cause.RESCAN);
    assertThat(archives()).isEmpty();
    assertThat(rig.mailbox().received()).hasSize(2);
  }

  @Test
  void aNewOneThatIsTooLargeIsNamedAndKept() throws Exception {
    Rig rig = rig(rule().keepFiles(9).mailNew());
    rig.mailbox().maxSize(3);
    rotate(rig, "four\n");
    rig.wholeAndDrain(Cause.RESCAN);

    assertThat(archives()).hasSize(1);
    assertNamed(rig, " rotated (too large to mail)");
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
  void theOldestIsMailedBeforeItIsRemovedForFreeSpace() throws Exception {
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
        .extracting(MailLimitsTest::content)
        .containsExactlyInAnyOrder("two\n", "three\n");
  }

  @Test
  void whatCannotBeMailedIsKeptDespiteLowFreeSpace() throws Exception {
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
    Keep keep = new KeepBuilder().free(new FreeSpace.Amount(new Size(1))).keep();
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

  private void assertNamed(Rig rig, String subject) {
    assertThat(rig.mailbox().received())
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.attached()).isEmpty();
              assertThat(mail.message().subject()).endsWith(subject);
              assertThat(mail.message().text())
                  .contains(directory.resolve("app.log-20261121T000000Z").toString(), "5 B", "3 B");
            });
  }
}
