package filereeve.kind.reload;

import static filereeve.telemetry.Field.field;

import filereeve.event.RuleName;
import filereeve.process.Action;
import filereeve.process.Ended;
import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a reload rule logs.
final class ReloadLines {
  /// This many changed files are named in a line.
  private static final int NAMED = 100;

  private static final String BY_CHECK =
      "the check itself changes these files each time. They are taken as they are after it. Name"
          + " them in `ignore`, or let them be written elsewhere.";
  private static final String BY_OTHERS =
      "these files change all the time, so that no check ends with what it began with. After"
          + " max_wait the change is applied all the same. Name them in `ignore`.";
  private static final String EMPTY =
      "no file matches `watch`. If there should be one, correct the globs; `ignore`, too, leaves"
          + " files out.";
  private static final String LOOP =
      "each time that it was applied, these files changed again. Name them in `ignore`, or let them"
          + " be written elsewhere.";

  private final Log log;
  private final RuleName rule;

  /// Files that change with every check; each is reported once, until a check changes nothing.
  private final Set<Path> unsteady = new HashSet<>();

  /// Files that are gone; each is reported once, until all could be read and it was there.
  private final Set<Path> gone = new HashSet<>();

  /// Those that the present reading has found.
  private final Set<Path> goneNow = new HashSet<>();

  /// The users whose files could not all be read at last.
  private Set<Integer> unread = Set.of();

  ReloadLines(Log log, RuleName rule) {
    this.log = log;
    this.rule = rule;
  }

  void baseline(Snapshot now, String why) {
    if (now.hashes().isEmpty()) {
      log.log(Event.BASELINE_EMPTY, field("rule", rule), field("why", EMPTY));
      return;
    }
    log.log(
        Event.BASELINE,
        field("rule", rule),
        field("files", now.hashes().size()),
        field("why", why));
  }

  void reloaded(List<Path> changed, Duration took) {
    log.log(
        Event.RELOADED,
        field("rule", rule),
        field("files", changed.size()),
        field("changed", names(changed)),
        field("took", took));
  }

  void refused(Action.Run check, Ended.ExitCode failed, List<Path> changed) {
    log.log(
        Event.RELOAD_REFUSED,
        field("rule", rule),
        field("command", String.join(" ", check.argv())),
        field("code", failed.code()),
        field("output", failed.output()),
        field("changed", names(changed)));
  }

  void recovered() {
    log.log(
        Event.RECOVERED,
        field("rule", rule),
        field("why", "the change that was refused was taken back"));
  }

  void unsteady(OwnChanges.Verdict verdict, List<Path> changed) {
    if (unsteady.addAll(changed)) {
      log.log(
          Event.RELOAD_UNSTEADY,
          field("rule", rule),
          field("changed", names(changed)),
          field("why", verdict == OwnChanges.Verdict.OWN ? BY_CHECK : BY_OTHERS));
    }
  }

  /// A check has ended with the files that it began with.
  void steady() {
    unsteady.clear();
  }

  /// All files are read once more.
  void reading() {
    goneNow.clear();
  }

  /// All files were read.
  void read(Map<Integer, OwnersFiles.Unread> now) {
    gone.retainAll(goneNow);
    unread(now);
  }

  /// A single file was mounted here, and then replaced where it came from.
  void gone(Path file) {
    goneNow.add(file);
    if (gone.add(file)) {
      log.log(
          Event.WATCH_FAILED,
          field("rule", rule),
          field("file", file),
          field(
              "why",
              "cannot see changes of %s: it is a mount of a file that was removed or replaced. Mount its directory instead."
                  .formatted(file)));
    }
  }

  /// A line for each user, however many of his files it is; again only once all could be read.
  private void unread(Map<Integer, OwnersFiles.Unread> now) {
    now.forEach(
        (owner, file) -> {
          if (!unread.contains(owner)) {
            log.log(
                Event.WATCH_FAILED,
                field("rule", rule),
                field("file", file.path()),
                field("owner", owner),
                field(
                    "why",
                    "cannot read %s: %s. Other users' files are watched. Remove it, or name it in `ignore`."
                        .formatted(file.path(), file.why().getMessage())));
          }
        });
    unread = Set.copyOf(now.keySet());
  }

  void loop(OwnChanges.Loop loop) {
    log.log(
        Event.RELOAD_LOOP,
        field("rule", rule),
        field("changed", names(loop.cause())),
        field("rounds", loop.rounds()),
        field("again_in", loop.pause()),
        field("why", LOOP));
  }

  private static String names(Collection<Path> paths) {
    String named =
        String.join(", ", paths.stream().sorted().limit(NAMED).map(Path::toString).toList());
    return paths.size() <= NAMED ? named : named + " and " + (paths.size() - NAMED) + " more";
  }
}
