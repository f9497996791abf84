package filereeve.kind.rotate;

import static filereeve.kind.rotate.OnDisk.file;

import filereeve.archive.FreeSpace;
import filereeve.archive.Keep;
import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.units.Size;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// Which archives are removed, compressed and mailed.
class RetentionPlanTest extends PlanTable {
  static Stream<Row> rows() {
    var total = new Keep(OptionalInt.empty(), Optional.empty(), Optional.of(new Size(25)), free());
    return Stream.of(
        row(
            "keep.files counts the new archive, and names the archives as the rotation leaves them",
            disk("app.log", "app.log.1", "app.log.2.gz"),
            r -> r.naming(Naming.NUMBERED).keepFiles(2),
            Cause.OPERATOR,
            plan(
                rotate(
                    "operator",
                    "require free app.log.3",
                    "rename app.log.2.gz to app.log.3.gz",
                    "rename app.log.1 to app.log.2",
                    "rename app.log to app.log.1"),
                "retain: remove app.log.3.gz (keep.files)")),
        row(
            "keep.age removes without a rotation; a plain archive only if nobody writes it",
            disk(
                file("app.log"),
                file("app.log.1").bytes(1).hoursOld(48),
                file("app.log.2.gz").bytes(1).hoursOld(49),
                file("app.log.3").bytes(1).hoursOld(50)),
            r -> r.keepAge(Duration.ofDays(1)),
            Cause.RESCAN,
            plan(
                step(
                    "retain, if no process writes it and the clock can be trusted",
                    "remove app.log.3 (keep.age)"),
                "retain, if the clock can be trusted: remove app.log.2.gz (keep.age)")),
        row(
            "keep.age keeps what was rotated after one that is younger: one of the two dates is"
                + " wrong",
            disk(
                file("app.log"),
                file("app.log.1").bytes(1).hoursOld(48),
                file("app.log.2.gz").bytes(1).hoursOld(10),
                file("app.log.3").bytes(1).hoursOld(50)),
            r -> r.keepAge(Duration.ofDays(1)),
            Cause.RESCAN,
            step(
                "retain, if no process writes it and the clock can be trusted",
                "remove app.log.3 (keep.age)")),
        row(
            "keep.total counts bytes from the newest, and is no matter of keep.free",
            disk(
                file("app.log"),
                file("app.log.1").bytes(20),
                file("app.log.2.gz").bytes(5),
                file("app.log.3.gz").bytes(1)),
            r -> r.keep(total),
            Cause.RESCAN,
            "retain: remove app.log.3.gz (keep.total)"),
        row(
            "an archive in two variants is removed in both",
            disk("app.log", "app.log.1", "app.log.2", "app.log.2.zst"),
            r -> r.keepFiles(1),
            Cause.RESCAN,
            step(
                "retain, if no process writes it",
                "remove app.log.2 and app.log.2.zst (keep.files)")),
        row(
            "archives of former settings are the log's too",
            disk(
                file("app.log"),
                file("app-20261110.log"),
                file("app.log.7.xz").bytes(1).hoursOld(500),
                file("app.log-20261101T000000Z.gz"),
                file("old/app.log-20261120.gz")),
            r -> r.keepFiles(1),
            Cause.RESCAN,
            plan(
                "retain: remove app.log.7.xz (keep.files)",
                "retain: remove app.log-20261101T000000Z.gz (keep.files)",
                "retain, if no process writes it: remove app-20261110.log (keep.files)")),
        row(
            "archives of a log that nobody has ever seen are skipped",
            disk("app.log.1", "app.log.2.gz"),
            r -> r.keepFiles(0).compress(Codec.ZSTD).mailNew(),
            Cause.RESCAN,
            NOTHING),
        row(
            "a name that only this program makes shows that there was a log",
            disk("app.log-20261120T000000Z.gz"),
            r -> r.keepFiles(0),
            Cause.RESCAN,
            "retain: remove app.log-20261120T000000Z.gz (keep.files)"),
        row(
            "what is plain is compressed, but for the newest on request",
            disk("app.log", "app.log.1", "app.log.2", "app.log.3.gz", "app.log.4"),
            r -> r.compress(Optional.of(Codec.ZSTD), 1),
            Cause.RESCAN,
            "compress: compress app.log.2 and app.log.4"),
        row(
            "what is removed is not compressed",
            disk("app.log", "app.log.1", "app.log.2"),
            r -> r.compress(Codec.ZSTD).keepFiles(1),
            Cause.RESCAN,
            plan(
                "retain, if no process writes it: remove app.log.2 (keep.files)",
                "compress: compress app.log.1")),
        row(
            "two variants are finished also where nothing is compressed any more",
            disk("app.log", "app.log.1", "app.log.1.gz"),
            r -> r,
            Cause.RESCAN,
            "compress: compress app.log.1"),
        row(
            "on_archive.mail: the log is marked, and no archive is removed while its mail is"
                + " pending",
            disk("app.log", "app.log.1"),
            r -> r.naming(Naming.NUMBERED).mailNew().keepFiles(1).compress(Codec.ZSTD),
            Cause.OPERATOR,
            plan(
                rotate(
                    "operator",
                    "require free app.log.2",
                    "mark app.log for delivery",
                    "rename app.log.1 to app.log.2",
                    "rename app.log to app.log.1"),
                step(
                    "retain, if no process writes it and no delivery of it is pending",
                    "remove app.log.2 (keep.files)"),
                "compress: compress app.log.1 and app.log.2",
                "deliver: deliver what is pending")),
        row(
            "on_remove.mail: the mail comes first, so the run that mails removes",
            disk("app.log", "app.log.1.gz"),
            r -> r.mailRemoved().keepFiles(0),
            Cause.RESCAN,
            "deliver: deliver what is pending"));
  }

  private static Optional<FreeSpace> free() {
    return Optional.of(FreeSpace.parse("99%"));
  }
}
