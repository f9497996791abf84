package filereeve.kind.rotate;

import filereeve.event.Trigger;
import filereeve.posix.Posix;
import filereeve.process.Freezer;
import filereeve.replace.ReplacementSteps;
import filereeve.route.Claims;
import filereeve.rule.UnsafeSkips;
import filereeve.telemetry.Log;
import java.time.InstantSource;
import java.util.function.Consumer;

/// What all parts of one rule's handler share.
///
/// @param posix has the permissions of the rule's `user`, if it has one
/// @param freezer has the program's own
/// @param sink takes triggers for later runs
record Context(
    RotateSettings settings,
    Posix posix,
    Freezer freezer,
    ReplacementSteps replacement,
    InstantSource clock,
    Log log,
    Consumer<Trigger> sink,
    ArchivePlace place,
    LogLocks locks,
    HookRunner hooks,
    KnownLogs knownLogs,
    WriterNotification notification,
    ArchiveWriterCheck writers,
    UnsafeSkips unsafeSkips) {
  /// For a run with these claims in force.
  Context under(Claims claims) {
    return new Context(
        settings,
        posix,
        freezer,
        replacement,
        clock,
        log,
        sink,
        place.under(claims),
        locks,
        hooks,
        knownLogs,
        notification,
        writers,
        unsafeSkips);
  }
}
