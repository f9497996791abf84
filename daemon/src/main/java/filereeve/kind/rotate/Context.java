package filereeve.kind.rotate;

import static filereeve.telemetry.Field.field;

import filereeve.event.Cause;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import filereeve.posix.Posix;
import filereeve.process.Freezer;
import filereeve.replace.ReplacementSteps;
import filereeve.route.Claims;
import filereeve.rule.Services;
import filereeve.rule.UnsafeSkips;
import filereeve.telemetry.Event;
import filereeve.telemetry.Field;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What all parts of one rule's handler share.
///
/// @param services with the program's own permissions
/// @param posix has the permissions of the rule's `user`, if it has one
record Context(
    RotateSettings settings,
    Services services,
    Posix posix,
    ArchivePlace place,
    LogLocks locks,
    HookRunner hooks,
    KnownLogs knownLogs,
    FirstSeen firstSeen,
    WriterNotification notification,
    LateWriters lateWriters,
    ChangingNames changingNames,
    UnsafeSkips skips) {
  /// For a run with these claims in force.
  Context under(Claims claims) {
    return new Context(
        settings,
        services,
        posix,
        place.under(claims),
        locks,
        hooks,
        knownLogs,
        firstSeen,
        notification,
        lateWriters,
        changingNames,
        skips);
  }

  Instant now() {
    return services.clock().instant();
  }

  /// Freezes with the program's own permissions.
  Freezer freezer() {
    return new Freezer(services.posix());
  }

  ReplacementSteps replacement() {
    return services.replacement().with(posix);
  }

  ArchiveWriterCheck writers() {
    return new ArchiveWriterCheck(posix, services.clock());
  }

  /// Leaves some of the rule's work to a later run.
  void followUp(Subject subject) {
    services.sink().accept(new Trigger(settings.rule(), subject, Cause.FOLLOW_UP));
  }

  /// Logs that a file is not touched because that would not be safe.
  void skip(String task, Path path, String why) {
    skips.report(task, path, why);
  }

  /// Logs an event of the rule.
  void log(Event event, Field... fields) {
    log(event, List.of(fields));
  }

  void log(Event event, List<Field> fields) {
    var all = new ArrayList<Field>(fields.size() + 1);
    all.add(field("rule", settings.rule()));
    all.addAll(fields);
    services.log().log(event, all.toArray(Field[]::new));
  }
}
