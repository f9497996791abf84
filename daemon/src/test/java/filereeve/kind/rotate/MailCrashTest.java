package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.telemetry.Event;
import filereeve.testing.FaultyPosix;
import filereeve.testing.MarkableTempDir;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A rotation that mails the new archive and the one that is removed, interrupted after every
/// single call and around every mail, and with every single call failing.
@Tag("slow")
class MailCrashTest {
  private static final String OLD = "the old one\n";
  private static final String NEW = "the new one\n";

  private final Posix real = new LinuxPosix();
  private final TestClock clock = new TestClock("2026-11-21T00:00:00Z");

  @TempDir(factory = MarkableTempDir.class)
  private Path tempDir;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  record Variant(Naming naming, Optional<Codec> codec, boolean shred) {
    RotateSettings settings(Path directory) {
      RuleBuilder rule =
          RuleBuilder.of(directory, "*.log").naming(naming).compress(codec, 0).size(1).keepFiles(1);
      return (shred ? rule.shred() : rule).mailNew().mailRemoved().settings();
    }
  }

  /// As a killed process does nothing more.
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  static Stream<Variant> variants() {
    return Stream.of(
        new Variant(Naming.DATED, Optional.empty(), false),
        new Variant(Naming.DATED, Optional.of(Codec.ZSTD), false),
        new Variant(Naming.NUMBERED, Optional.empty(), true),
        new Variant(Naming.NUMBERED, Optional.of(Codec.ZSTD), false));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void afterACrashAtAnyCallAllIsMailedBeforeItIsRemoved(Variant variant) throws Exception {
    log.expect(Event.RECOVERED_FILE);
    boolean stopped = true;
    int call = 0;
    while (stopped) {
      call++;
      Path directory = earlier(variant, "crash-" + call);
      var mailbox = new Mailbox();
      var posix = FaultyPosix.stoppingAfter(real, call);
      stopped = false;
      try {
        rig(variant, directory, posix, mailbox).wholeAndDrain(Cause.SCHEDULE);
      } catch (FaultyPosix.Stopped _) {
        stopped = true;
      }
      assertMended(variant, directory, mailbox, "stopped after " + posix.calls().getLast(), 2);
    }
    assertThat(call).as("calls").isGreaterThan(30);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void afterACrashAroundAnyMailAllIsMailedBeforeItIsRemoved(Variant variant) throws Exception {
    List<BiConsumer<Mailbox, Runnable>> moments =
        List.of(Mailbox::whileSending, Mailbox::afterTaking);
    for (int moment = 0; moment < moments.size(); moment++) {
      for (int mail = 1; mail <= 2; mail++) {
        Path directory = earlier(variant, "mail-" + moment + "-" + mail);
        var mailbox = new Mailbox();
        int[] left = {mail};
        moments
            .get(moment)
            .accept(
                mailbox,
                () -> {
                  left[0]--;
                  if (left[0] == 0) {
                    throw new Killed();
                  }
                });
        boolean killed = false;
        try {
          rig(variant, directory, real, mailbox).wholeAndDrain(Cause.SCHEDULE);
        } catch (Killed _) {
          killed = true;
        }
        assertThat(killed).isTrue();
        assertMended(variant, directory, mailbox, "killed at mail " + mail, 2);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void whateverCallFailsAllIsMailedBeforeItIsRemoved(Variant variant) throws Exception {
    log.expect(Event.RECOVERED_FILE, Event.SKIPPED_UNSAFE, Event.STILL_WRITTEN);
    for (Errno errno : List.of(Errno.EIO, Errno.EACCES)) {
      boolean failed = true;
      for (int call = 1; failed; call++) {
        Path directory = earlier(variant, errno + "-" + call);
        var mailbox = new Mailbox();
        var posix = FaultyPosix.failing(real, call, errno);
        rig(variant, directory, posix, mailbox).wholeAndDrain(Cause.SCHEDULE);
        failed = posix.calls().size() >= call;
        String what = failed ? posix.calls().get(call - 1) : "none";
        boolean unmarked = errno == Errno.EACCES && what.startsWith("setAttribute");
        assertMended(variant, directory, mailbox, errno + " at " + what, unmarked ? 0 : 2);
      }
    }
  }

  /// One archive, which was new once, and a log that is due.
  private Path earlier(Variant variant, String name) throws Exception {
    Path directory = Files.createDirectory(tempDir.resolve(variant.hashCode() + "-" + name));
    Files.writeString(directory.resolve("app.log"), OLD);
    rig(variant, directory, real, new Mailbox()).wholeAndDrain(Cause.SCHEDULE);
    clock.advance(Duration.ofSeconds(1));
    Files.writeString(directory.resolve("app.log"), NEW);
    return directory;
  }

  /// What is there is checked before and after a new process on a healthy disk.
  ///
  /// @param most mails of the new archive; 0: it could not be marked, and none is pending
  private void assertMended(
      Variant variant, Path directory, Mailbox mailbox, String where, int most) throws Exception {
    assertNothingWentUnmailed(directory, mailbox, where);
    mailbox.whileSending(() -> {});
    mailbox.afterTaking(() -> {});
    new Writer(directory.resolve("app.log")).close(); // the program reopens its log
    Rig rig = rig(variant, directory, real, mailbox);
    rig.wholeAndDrain(Cause.START);
    rig.wholeAndDrain(Cause.SCHEDULE);
    assertNothingWentUnmailed(directory, mailbox, where);

    assertThat(Rig.lines(directory)).as(where).containsExactly(NEW.strip());
    assertThat(Rig.names(directory)).as(where).noneMatch(name -> name.contains("filereeve"));
    assertThat(mails(mailbox, "ops", OLD)).as("mails of the old one, " + where).isBetween(1L, 2L);
    assertThat(mails(mailbox, "ops", NEW)).as(where).isZero();
    assertThat(mails(mailbox, "news", OLD)).as(where).isZero();
    long news = mails(mailbox, "news", NEW);
    assertThat(news).as("mails of the new one, " + where).isBetween(most == 0 ? 0L : 1L, 2L);

    int before = mailbox.received().size();
    rig.wholeAndDrain(Cause.START);
    assertThat(mailbox.received()).as("more mail, " + where).hasSize(before);
  }

  private static void assertNothingWentUnmailed(Path directory, Mailbox mailbox, String where)
      throws IOException {
    if (mails(mailbox, "ops", OLD) == 0) {
      assertThat(Rig.lines(directory)).as("the old one, " + where).contains(OLD.strip());
    }
  }

  private static long mails(Mailbox mailbox, String to, String content) {
    return mailbox.received().stream()
        .filter(mail -> mail.to().equals(to) && text(mail).equals(content))
        .count();
  }

  private static String text(Mailbox.Received mail) {
    byte[] bytes = mail.attached().orElseThrow();
    boolean packed = mail.message().attachment().orElseThrow().name().endsWith(".zst");
    try (InputStream in = new ByteArrayInputStream(bytes);
        InputStream content = packed ? new ZstdInputStream(in) : in) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Rig rig(Variant variant, Path directory, Posix posix, Mailbox mailbox) {
    return new Rig(variant.settings(directory), posix, clock, log, () -> {}, mailbox);
  }
}
