package filereeve.telemetry;

import java.util.List;
import java.util.Locale;

/// The catalogue of log events: the name, the level and the meaning of every line that the daemon
/// writes. `docs/events.md` is this table, and a test compares them.
public enum Event {
  STARTED(Level.INFO, "The daemon began to start.", "version config pid gzip_by"),
  READY(
      Level.INFO,
      "Every root is watched, and every rule has scanned its files once.",
      "rules took"),
  SIGNAL_IGNORED(
      Level.INFO,
      "A signal came that has no meaning here. SIGHUP reloads the configuration, SIGTERM ends the"
          + " daemon.",
      "signal"),
  STOPPING(Level.INFO, "The daemon was asked to end.", ""),
  STOPPED(
      Level.INFO, "The daemon ended, with its work finished or safely undone.", "took complete"),
  SANDBOX_CLOSED(
      Level.ERROR,
      "The unit's sandbox closes a directory to rules, or to the daemon itself, so that they cannot"
          + " work in it. Logged once, until it is open.",
      "directory rules why"),
  START_REFUSED(Level.ERROR, "The daemon cannot start.", "why"),
  ROTATED(
      Level.INFO,
      "A log was rotated. `limit` is the size or age that it had reached. With copytruncate, `lost`"
          + " is 0 where no byte can have been, `could_be_lost` is an estimate, `paused` is how"
          + " long writers were paused, and `split` says that the archive ends within a line.",
      "rule file archive bytes cause limit took"),
  REMOVED(
      Level.INFO,
      "An archive was removed because retention asked for it.",
      "rule file archive bytes why"),
  MAILED(
      Level.INFO,
      "An archive was mailed, because it is new or before it is removed.",
      "rule file archive bytes to attached why took"),
  DELIVERED(
      Level.INFO,
      "A command was run for an archive, because it is new or before it is removed.",
      "rule file archive bytes command why took"),
  COMPRESSED(
      Level.INFO,
      "A file was compressed, verified and replaced.",
      "rule file archive bytes compressed ratio took"),
  MOVED(
      Level.INFO,
      "An archive was copied to `archive_dir` on another filesystem or mount, verified, and removed"
          + " beside its log.",
      "rule file archive bytes took"),
  RECOVERED_FILE(
      Level.WARN,
      "What an earlier run had left half done was finished or removed.",
      "rule file archive why"),
  SKIPPED_UNSAFE(
      Level.WARN,
      "A file that a rule names is not touched, because that would not be safe.",
      "rule file why"),
  CHANGING_NAMES(
      Level.WARN,
      "Logs differ in a date or number only: each counts for itself, so that `keep` removes none.",
      "rule file why"),
  STILL_WRITTEN(
      Level.WARN,
      "A process has not reopened its log since the rotation, and writes to the archive.",
      "rule file why"),
  RELOADED(
      Level.INFO,
      "A changed configuration of a service was checked and applied.",
      "rule files changed took"),
  RELOAD_REFUSED(
      Level.ERROR,
      "A changed configuration of a service failed its check and was not applied.",
      "rule command code output changed"),
  RELOAD_UNSTEADY(
      Level.WARN,
      "Files of a service's configuration change whenever they are checked; they are applied all"
          + " the same.",
      "rule changed why"),
  RELOAD_LOOP(
      Level.WARN,
      "A reload rule applies, again and again, what it has changed itself; it is slowed down.",
      "rule changed rounds again_in why"),
  BASELINE(
      Level.INFO,
      "A reload rule saw its files for the first time; nothing was applied.",
      "rule files why"),
  BASELINE_EMPTY(
      Level.WARN,
      "A reload rule found no file when it saw its files for the first time: until there is one, it"
          + " does nothing.",
      "rule why"),
  CONFIG_RELOADED(
      Level.INFO, "The daemon's own new configuration is in force.", "file rules need_restart"),
  CONFIG_REFUSED(
      Level.ERROR,
      "The daemon's own new configuration is bad; the old one stays in force.",
      "problem"),
  CONFIG_WAITING(
      Level.WARN,
      "The daemon's own configuration is not read yet, because a program has a file of it open for"
          + " writing.",
      "file for"),
  CONFIG_MISSING(
      Level.WARN,
      "There is no configuration in the place where the package has it; the daemon runs with the"
          + " defaults, watches nothing, and puts one in force as soon as it is there.",
      "file why"),
  CONFIG_HINT(
      Level.INFO, "The daemon's own configuration is in force, but perhaps not as meant.", "hint"),
  RULES_REMOVED(Level.WARN, "Rules are no longer in the daemon's own configuration.", "rules file"),
  STARTED_WITH_LAST_GOOD(
      Level.ERROR,
      "The daemon's own configuration is bad; it started with a copy of the last one that was in"
          + " force.",
      "file problems rules"),
  CONFIG_UNCHANGED(
      Level.INFO, "The daemon's own configuration was read again and says the same.", "file"),
  RESCAN(
      Level.INFO,
      "A directory is rescanned, because events may have been lost.",
      "directory cause unlogged"),
  RESCANNED(
      Level.INFO,
      "A rule has scanned everything it names, after lost events or at its interval, which took a"
          + " second or more.",
      "rule took"),
  WATCHING(
      Level.INFO,
      "All roots of the rules are watched; `missing` names those that do not exist yet. Or one,"
          + " `root`, that has appeared.",
      "roots root directories missing"),
  WATCH_FAILED(
      Level.WARN,
      "A directory cannot be watched; it is polled, and retried. At the limit of watches"
          + " only the first such directory is logged. Or a file of a `reload` rule cannot be read;"
          + " for each owner the first is logged.",
      "directory roots used allowed rule file owner why again_in"),
  POLLING(
      Level.INFO,
      "A directory is on a filesystem that other hosts can change, which the kernel does not"
          + " report: it is rescanned at this interval.",
      "directory type every"),
  WATCH_RESTORED(
      Level.INFO,
      "Watches are free again: directories that could not be watched are watched now.",
      "used allowed"),
  WATCH_STATS(
      Level.INFO,
      "How much is watched. Logged when events were lost, or when more or less has to be"
          + " polled.",
      "watches allowed queue overflows polled"),
  EVENT_LOST(
      Level.ERROR, "A file event could not be handed on; the next rescan finds it.", "file error"),
  QUEUE_OVERFLOW(
      Level.WARN,
      "The queue reached its limit; one run of a whole rule covers what was dropped.",
      "rule keys"),
  SCHEDULED(Level.DEBUG, "A schedule came due.", "rule due"),
  SCHEDULE_MISSED(
      Level.WARN,
      "Runs of a schedule came due while the daemon did not run or the host slept.",
      "rule runs since action"),
  SCHEDULE_OVERLAP(
      Level.WARN, "A schedule came due before its last run had ended.", "rule due action"),
  CLOCK_JUMPED(
      Level.WARN,
      "The host's clock was set, now or since the daemon ran last. For an hour no archive is"
          + " removed for its age. Set back by up to three hours, intervals and schedules with a"
          + " `*` in hour or minute continue, and fixed times wait; set back by more, all schedules"
          + " start from now.",
      "from to why"),
  STATE_ERROR(
      Level.WARN, "A file of the daemon's own state cannot be read or written.", "rule why"),
  FILE_EVENT(
      Level.DEBUG,
      "The kernel reported a change of a file, a file that is gone, or a directory to rescan.",
      "kind file"),
  ROUTED(Level.DEBUG, "A file event concerns a rule.", "rule file cause"),
  QUEUED(
      Level.DEBUG,
      "Work for a rule was put into the queue, where it joins what waits there for the same file.",
      "rule file part directory cause after"),
  RUN_STARTED(
      Level.DEBUG,
      "A run began. All lines until it ends have its `run`.",
      "rule file part directory cause attempt"),
  PLANNED(Level.DEBUG, "A run decided on its steps.", "rule file steps"),
  DONE(Level.DEBUG, "A run ended: the files are in the wanted state.", "rule file took"),
  SKIPPED(Level.DEBUG, "Nothing had to be done.", "rule file cause why took"),
  DEFERRED(
      Level.DEBUG, "Not yet: it runs again after this time.", "rule file cause after why took"),
  RETRY(Level.WARN, "A run failed and is retried.", "rule file cause attempt why took"),
  FAILED(
      Level.ERROR,
      "A run failed and is not retried until the next change or rescan.",
      "rule file cause attempt why took"),
  RECOVERED(
      Level.INFO,
      "A rule that had failed works again.",
      "rule file cause failures failing_for took"),
  REPEATED(Level.WARN, "The same failure again, summed up.", "rule file cause times why took"),
  PROGRESS(Level.INFO, "Work that takes long makes progress.", "rule file percent took"),
  DEGRADED(Level.WARN, "Something that the daemon can do without does not work here.", "why"),
  ASKED(Level.INFO, "Somebody had the daemon do something, by a command.", "command rule user"),
  CONTROL_FAILED(
      Level.DEBUG,
      "A client of the control socket got no answer: it was too slow, or has ended the connection.",
      "why"),
  NOTIFY_FAILED(Level.WARN, "systemd cannot be notified of the daemon's state.", "why"),
  LIBRARY(
      Level.WARN,
      "A warning or an error of a library that the daemon uses.",
      "logger message error"),
  LOG_FILE_FAILED(
      Level.ERROR, "A log file cannot be written; standard error has the lines.", "why"),
  LOG_FILE_REMOVED(
      Level.WARN,
      "Somebody removed or renamed a log file while it was written; it was created again, and lines"
          + " of the last second may be in the old one.",
      "file"),
  LOG_LINES_DROPPED(
      Level.WARN,
      "Standard error, or the journal, was blocked for too long; this many lines are not there.",
      "lines");

  /// How urgent a line is.
  public enum Level {
    DEBUG,
    INFO,
    WARN,
    ERROR
  }

  private final Level level;
  private final String meaning;
  private final String fields;

  /// @param fields their keys, with spaces between
  Event(Level level, String meaning, String fields) {
    this.level = level;
    this.meaning = meaning;
    this.fields = fields;
  }

  public Level level() {
    return level;
  }

  public String meaning() {
    return meaning;
  }

  /// The keys that its lines usually have, in their order.
  public List<String> fields() {
    return fields.isEmpty() ? List.of() : List.of(fields.split(" "));
  }

  /// The name as it stands in the log: `config-reloaded`.
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
