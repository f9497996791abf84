package filereeve.kind.rotate;

import static filereeve.kind.rotate.OnDisk.directory;
import static filereeve.kind.rotate.OnDisk.file;
import static filereeve.kind.rotate.OnDisk.symlink;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.archive.ArchiveNames;
import filereeve.archive.LogState;
import filereeve.archive.NamePattern;
import filereeve.codec.Codec;
import filereeve.event.Cause;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Which logs are rotated, and by which steps.
class RotationPlanTest extends PlanTable {
  static Stream<Row> rows() {
    return Stream.of(
        row("an empty directory needs nothing", List.of(), r -> r.size(1), Cause.OPERATOR, NOTHING),
        row(
            "a log that reaches its size is rotated",
            disk(file("app.log").bytes(100)),
            r -> r.size(100),
            Cause.CHANGE,
            rotate(
                "size",
                "require free app.log-20261121T120000Z",
                "rename app.log to app.log-20261121T120000Z")),
        row(
            "a smaller one is not",
            disk(file("app.log").bytes(99)),
            r -> r.size(100),
            Cause.CHANGE,
            NOTHING),
        row(
            "a log that was begun long enough ago is rotated",
            disk(file("app.log").bytes(1).hoursOld(25)),
            r -> r.age(Duration.ofHours(24)),
            Cause.RESCAN,
            rotate(
                "age",
                "require free app.log-20261121T120000Z",
                "rename app.log to app.log-20261121T120000Z")),
        row(
            "a log is no older than its newest archive",
            disk(file("app.log").bytes(1).hoursOld(25), file("app.log.1").bytes(1).hoursOld(23)),
            r -> r.age(Duration.ofHours(24)),
            Cause.RESCAN,
            NOTHING),
        row(
            "a schedule asks for all logs",
            disk(file("app.log").bytes(1)),
            r -> r,
            Cause.SCHEDULE,
            rotate(
                "schedule",
                "require free app.log-20261121T120000Z",
                "rename app.log to app.log-20261121T120000Z")),
        row(
            "date: begin is the rotation before, or the birth of the log",
            disk(file("app.log").bytes(1).hoursOld(30)),
            r -> r.naming(new Naming.Dated(ArchiveNames.DATED, Naming.Date.BEGIN)),
            Cause.SCHEDULE,
            rotate(
                "schedule",
                "require free app.log-20261120T060000Z",
                "rename app.log to app.log-20261120T060000Z")),
        row(
            "date: previous is a day before, if the day is the smallest part",
            disk(file("app.log").bytes(1)),
            r ->
                r.naming(
                    new Naming.Dated(
                        NamePattern.parse("<name>-<yyyy><MM><dd>"), Naming.Date.PREVIOUS)),
            Cause.SCHEDULE,
            rotate(
                "schedule", "require free app.log-20261120", "rename app.log to app.log-20261120")),
        row(
            "so does an operator",
            disk(file("app.log").bytes(1)),
            r -> r,
            Cause.OPERATOR,
            rotate(
                "operator",
                "require free app.log-20261121T120000Z",
                "rename app.log to app.log-20261121T120000Z")),
        row(
            "but never for an empty one",
            disk(file("app.log").bytes(0)),
            r -> r,
            Cause.OPERATOR,
            NOTHING),
        row(
            "nor for one under min_size",
            disk(file("app.log").bytes(9)),
            r -> r.minSize(10),
            Cause.OPERATOR,
            NOTHING),
        row(
            "a symbolic link is skipped",
            disk(symlink("app.log")),
            r -> r,
            Cause.OPERATOR,
            step(
                "rotate",
                "skip app.log: it is a symbolic link. Name the file that it points to in the"
                    + " rule")),
        row(
            "so is a log with a hard link",
            disk(file("app.log").withHardLink()),
            r -> r,
            Cause.OPERATOR,
            step(
                "rotate",
                "skip app.log: it has 2 names (hard links), and renaming one leaves the others."
                    + " Remove the other names")),
        row(
            "and a directory",
            disk(directory("app.log")),
            r -> r,
            Cause.OPERATOR,
            step(
                "rotate",
                "skip app.log: it is a directory. Name the files in it: its path with /*.log")),
        row(
            "create: the new log is created first, and then swapped for the log",
            disk("app.log"),
            r -> r.create(),
            Cause.OPERATOR,
            rotate(
                "operator",
                "require free app.log-20261121T120000Z",
                "create .app.log.filereeve-create",
                "swap app.log and .app.log.filereeve-create",
                "rename .app.log.filereeve-create to app.log-20261121T120000Z")),
        row(
            "copytruncate: the log is copied and cut",
            disk("app.log", "app.log.1"),
            r -> r.copyTruncate().naming(Naming.NUMBERED),
            Cause.OPERATOR,
            rotateIf(
                "its writers append",
                "operator",
                "require free app.log.2",
                "rename app.log.1 to app.log.2",
                "copy and cut app.log",
                "rename the copy of app.log to app.log.1")),
        row(
            "unsafe_writer: accept asks no writer",
            disk("app.log"),
            r -> r.method(new Method.CopyTruncate(true, false)).pattern("<name>-<yyyy>"),
            Cause.OPERATOR,
            rotate(
                "operator",
                "require free app.log-2026",
                "copy and cut app.log",
                "rename the copy of app.log to app.log-2026")));
  }

  @Test
  void withoutARotationThePlanIsWhatComesAfterIt() {
    RotateSettings settings =
        RuleBuilder.of(SRV, "*.log").size(1).keepFiles(0).compress(Codec.ZSTD).settings();
    Request request = Request.of(Set.of(Cause.OPERATOR)).withoutRotation();

    assertThat(
            RotationPlan.of(OnDisk.state(disk("app.log", "app.log.1.gz")), settings, request, NOW))
        .hasToString("retain: remove app.log.1.gz (keep.files)");
  }

  @Test
  void whatARotationLeavesIsWhatTheNextPlanIsMadeOf() {
    RotateSettings settings =
        RuleBuilder.of(SRV, "*.log").naming(Naming.NUMBERED).after().keepFiles(2).settings();
    Request request = Request.of(Set.of(Cause.OPERATOR));
    RotationPlan plan =
        RotationPlan.of(
            OnDisk.state(disk("app.log", "app.log.1", "app.log.2.gz")), settings, request, NOW);

    LogState left =
        OnDisk.state(disk(".app.log.filereeve-notify", "app.log.1", "app.log.2", "app.log.3.gz"));
    assertThat(plan.after().files())
        .extracting(file -> file.name().file())
        .containsExactlyInAnyOrderElementsOf(
            left.files().stream().map(file -> file.name().file()).toList());
    assertThat(plan.after().temporary()).isEqualTo(left.temporary());
  }
}
