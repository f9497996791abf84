package filereeve.kind.rotate;

import static filereeve.telemetry.Field.field;

import filereeve.archive.ArchiveNames;
import filereeve.archive.Keep;
import filereeve.archive.NamePattern;
import filereeve.files.Directory;
import filereeve.posix.Posix;
import filereeve.route.Glob;
import filereeve.rule.HostProblem;
import filereeve.telemetry.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/// Finds logs of a program that begins one with another name each time, such as
/// `app-2026-11-29.log`: names in one directory that differ in a date or a long number only. Each
/// is a log of its own, so `keep`, which counts the archives of one log, removes none of them.
///
/// Thread: safe for use by many threads.
final class ChangingNames {
  private static final Pattern TIME =
      Pattern.compile("(19|20)\\d\\d[-_.]?[01]\\d[-_.]?[0-3]\\d|\\d{8}");
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private static final String WHAT =
      "\"%s\" and other logs differ in a date or number only, as if their program began a new log"
          + " each time. Each name counts for itself, so \"keep\" removes none of them";
  private static final String REMEDY =
      "Compress such logs by a \"compress\" rule, and let their program or systemd-tmpfiles remove"
          + " old ones";

  private final AtomicBoolean reported = new AtomicBoolean();

  /// Reports them once for the rule.
  ///
  /// @param logs all of the rule in a directory
  void report(Context context, Path directory, Collection<Path> logs) {
    if (!isLimited(context.settings()) || reported.get()) {
      return;
    }
    Optional<Path> found = find(logs);
    if (found.isPresent() && !reported.getAndSet(true)) {
      context.log(
          Event.CHANGING_NAMES,
          field("file", directory.resolve(found.get())),
          field("why", WHAT.formatted(found.get()) + ". " + REMEDY + "."));
    }
  }

  /// The same for `check`, as far as the directories of the logs are known without a search.
  static List<HostProblem> problems(RotateSettings settings, Posix posix) {
    var problems = new ArrayList<HostProblem>();
    var directories = new TreeSet<Path>();
    settings.files().stream().map(Glob::fixedDirectories).forEach(directories::addAll);
    if (isLimited(settings)) {
      for (Path directory : directories) {
        find(logs(settings, posix, directory))
            .map(name -> new HostProblem(RotateKeys.FILES.name(), WHAT.formatted(name), REMEDY))
            .ifPresent(problems::add);
      }
    }
    return problems;
  }

  private static boolean isLimited(RotateSettings settings) {
    return !settings.archives().keep().equals(Keep.ALL);
  }

  private static List<Path> logs(RotateSettings settings, Posix posix, Path directory) {
    List<NamePattern> patterns =
        settings.names().naming() instanceof Naming.Dated dated
            ? List.of(dated.pattern())
            : List.of();
    var archives = new ArchiveNames(patterns, settings.names().zone());
    var logs = new ArrayList<Path>();
    try (Directory open = Directory.open(posix, directory)) {
      open.eachName(
          name -> {
            Path path = directory.resolve(name);
            boolean isNamed = settings.files().stream().anyMatch(glob -> glob.matches(path));
            if (isNamed && logs.size() < LogListing.MOST && archives.read(name).isEmpty()) {
              logs.add(name);
            }
          });
    } catch (IOException _) {
      return List.of(); // it does not exist, or the rule itself reports why it cannot be read
    }
    return logs;
  }

  /// The second of two names that differ in a date or a long number only.
  private static Optional<Path> find(Collection<Path> names) {
    var shapes = new HashSet<String>();
    return names.stream()
        .filter(name -> TIME.matcher(name.toString()).find())
        .filter(name -> !shapes.add(NUMBER.matcher(name.toString()).replaceAll("0")))
        .findFirst();
  }
}
