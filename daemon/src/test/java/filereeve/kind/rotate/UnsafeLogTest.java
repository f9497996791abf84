package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.telemetry.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/// What looks like a log by its name and is not rotated.
class UnsafeLogTest extends OneLog {

  @Test
  void rootDoesNotWorkInADirectoryThatOthersMayWrite() throws Exception {
    assumeTrue(posix.effectiveUser() == 0, "only root has to be careful");
    Files.writeString(app, "x".repeat(100));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThat(rig(rule().size(100)).file(app, Cause.CHANGE))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.why()).contains("Set its mode"));

    assertThat(Rig.names(directory)).containsExactly("app.log");
  }

  @Test
  void linksAreSkippedAndReportedOnce() throws Exception {
    log.expect(Event.SKIPPED_UNSAFE);
    Path target = directory.resolve("target");
    Files.writeString(target, "x");
    Files.createSymbolicLink(directory.resolve("symbolic.log"), target);
    Files.createLink(directory.resolve("hard.log"), target);
    Rig rig = rig(rule());

    rig.whole(Cause.SCHEDULE);
    rig.whole(Cause.SCHEDULE);

    assertThat(log.lines(Event.ROTATED)).isEmpty();
    assertThat(log.lines(Event.SKIPPED_UNSAFE)).hasSize(2);
    assertThat(log.lines(Event.SKIPPED_UNSAFE).getLast().value("why").orElseThrow())
        .contains("is a symbolic link");
  }

  @Test
  void whatCanBeExecutedIsNoLogUnlessItIsNamed() throws Exception {
    log.expect(Event.SKIPPED_UNSAFE);
    Files.writeString(app, "x");
    Files.setPosixFilePermissions(app, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(directory.resolve("script.log"), "#!/bin/sh\n");

    Rig wildcard = rig(rule());
    wildcard.whole(Cause.SCHEDULE);
    wildcard.whole(Cause.SCHEDULE);

    assertThat(Rig.names(directory)).containsExactly("app.log", "script.log");
    assertThat(log.lines(Event.SKIPPED_UNSAFE)).hasSize(2);
    assertThat(log.lines(Event.SKIPPED_UNSAFE).getFirst().value("why").orElseThrow())
        .isEqualTo(
            "cannot rotate %s: it can be executed (mode 0755), and only a wildcard leads to it. If it is no program, run: chmod a-x %s. Else name it in \"files\", or set \"executables: accept\"."
                .formatted(app, app));
    rig(RuleBuilder.of(directory, "app.log")).whole(Cause.SCHEDULE);
    rig(rule().acceptingExecutables()).whole(Cause.SCHEDULE);
    assertThat(Rig.names(directory)).containsExactly(STAMP, "script.log-20261121T000000Z");
  }
}
