package filereeve.kind.rotate;

import filereeve.event.Cause;
import java.util.stream.Stream;

/// What an interrupted run has left, and how the next one finishes it.
class RecoveryPlanTest extends PlanTable {
  static Stream<Row> rows() {
    return Stream.of(
        row(
            "an interrupted copytruncate is finished or discarded, whatever the method is now",
            disk("app.log", ".app.log.filereeve-copy", ".app.log.filereeve-cut", "app.log.1"),
            r -> r.naming(Naming.NUMBERED),
            Cause.START,
            plan(
                step(
                    "finish copytruncate, if the log was cut",
                    "require free app.log.2",
                    "rename app.log.1 to app.log.2",
                    "rename the copy of app.log to app.log.1"),
                step(
                    "finish copytruncate, if the log was not cut",
                    "remove .app.log.filereeve-cut",
                    "remove .app.log.filereeve-copy"))),
        row(
            "a new log that was left while the log is still there is removed",
            disk("app.log", ".app.log.filereeve-create"),
            r -> r.create(),
            Cause.START,
            plan(
                step(
                    "finish new log, if the log was swapped for the new one",
                    "require free app.log-20261121T120000Z",
                    "rename .app.log.filereeve-create to app.log-20261121T120000Z"),
                step(
                    "finish new log, if the log was not swapped for the new one",
                    "remove .app.log.filereeve-create"))),
        row(
            "left when the log had become an archive, it is recreated",
            disk(".app.log.filereeve-create", "app.log.1"),
            r -> r.create(),
            Cause.START,
            plan(
                step(
                    "finish new log, if the log was swapped for the new one",
                    "require free app.log-20261121T120000Z",
                    "rename .app.log.filereeve-create to app.log-20261121T120000Z"),
                step(
                    "finish new log, if the log was not swapped for the new one",
                    "remove .app.log.filereeve-create",
                    "create .app.log.filereeve-create",
                    "rename .app.log.filereeve-create to app.log"))),
        row(
            "an interrupted removal is finished",
            disk("app.log", ".app.log.1.filereeve-shred"),
            r -> r.shred(),
            Cause.RESCAN,
            "finish shred: overwrite and remove .app.log.1.filereeve-shred"),
        row(
            "a temporary archive that no compression uses is removed",
            disk("app.log", ".app.log.1.zst.filereeve-compress"),
            r -> r,
            Cause.START,
            "remove temporary archive: remove .app.log.1.zst.filereeve-compress"),
        row(
            "all of it, in order, and then the rotation",
            disk(
                "app.log",
                ".app.log.filereeve-create",
                ".app.log.1.zst.filereeve-compress",
                ".app.log.2.filereeve-shred",
                ".app.log.filereeve-notify",
                ".app.log.filereeve-cut"),
            r -> r.create().after(),
            Cause.OPERATOR,
            plan(
                step(
                    "finish copytruncate, if the log was cut",
                    "require free app.log-20261121T120000Z",
                    "rename the copy of app.log to app.log-20261121T120000Z"),
                "finish copytruncate, if the log was not cut: remove .app.log.filereeve-cut",
                step(
                    "finish new log, if the log was swapped for the new one",
                    "require free app.log-20261121T120000Z",
                    "create .app.log.filereeve-notify",
                    "rename .app.log.filereeve-create to app.log-20261121T120000Z"),
                step(
                    "finish new log, if the log was not swapped for the new one",
                    "remove .app.log.filereeve-create"),
                "finish shred: overwrite and remove .app.log.2.filereeve-shred",
                "remove temporary archive: remove .app.log.1.zst.filereeve-compress",
                rotate(
                    "operator",
                    "require free app.log-20261121T120000Z",
                    "create .app.log.filereeve-notify",
                    "create .app.log.filereeve-create",
                    "swap app.log and .app.log.filereeve-create",
                    "rename .app.log.filereeve-create to app.log-20261121T120000Z"),
                "notify: run \"after\" for app.log, now app.log-20261121T120000Z")),
        row(
            "before is asked for last, after runs for what was renamed",
            disk("app.log"),
            r -> r.hooks(true, Hooks.Per.EACH).copyTruncate(),
            Cause.OPERATOR,
            plan(
                rotateIf(
                    "its writers append and \"before\" has run",
                    "operator",
                    "require free app.log-20261121T120000Z",
                    "create .app.log.filereeve-notify",
                    "copy and cut app.log",
                    "rename the copy of app.log to app.log-20261121T120000Z"),
                "notify: run \"after\" for app.log, now app.log-20261121T120000Z")),
        row(
            "a mark that was left says that the writer is still to be notified",
            disk("app.log", ".app.log.filereeve-notify", "app.log.1"),
            r -> r.after(),
            Cause.RESCAN,
            "notify: run \"after\" for app.log, now app.log.1"),
        row(
            "a rule without after removes the mark",
            disk("app.log", ".app.log.filereeve-notify", "app.log.1"),
            r -> r,
            Cause.RESCAN,
            "notify: remove .app.log.filereeve-notify"),
        row(
            "at the start a writer is notified that still has the newest archive open",
            disk("app.log", "app.log.1"),
            r -> r.after(),
            Cause.START,
            step(
                "notify, if its writer still has it open",
                "run \"after\" for app.log, now app.log.1")),
        row(
            "a compressed archive has no writer",
            disk("app.log", "app.log.1.zst"),
            r -> r.after(),
            Cause.START,
            NOTHING));
  }
}
