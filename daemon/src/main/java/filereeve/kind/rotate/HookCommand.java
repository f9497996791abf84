package filereeve.kind.rotate;

import filereeve.files.Directory;
import filereeve.kind.rotate.WriterNotification.Pending;
import filereeve.posix.PathBytes;
import filereeve.posix.Posix;
import filereeve.process.Action;
import filereeve.process.Placeholders;
import filereeve.units.Durations;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Runs `before` or `after` for one log or for a set of them.
///
/// @param posix to see whose the logs' directories are
record HookCommand(RotateSettings settings, HookRunner runner, Posix posix) {
  /// No limit but the rule's own timeout.
  static final Duration NO_LIMIT = Duration.ofSeconds(Long.MAX_VALUE);

  /// How many bytes of arguments are for logs. The kernel allows a quarter of the stack's limit: 2
  /// MiB with the usual 8 MiB.
  static final int MAX_BYTES = 512 * 1024;

  private static final long UNKNOWN = -1;

  /// Each argument's NUL, and the pointer to it.
  private static final int OVERHEAD = 9;

  /// @return why it failed, whole sentences
  Optional<String> run(Action action, List<Pending> logs, Duration limit)
      throws InterruptedException {
    Duration timeout = Durations.shorter(settings.timeout(), limit);
    return runner
        .run(action, placeholders(logs), timeout)
        .map(why -> why.endsWith(".") ? why : why + ".");
  }

  /// For which logs it is run together: all with `hooks: once`, unless their names are too long for
  /// one command.
  List<List<Pending>> batches(Action action, List<Pending> logs) {
    int most =
        switch (settings.how().hooks().per()) {
          case ONCE -> Integer.MAX_VALUE;
          case EACH -> 1;
        };
    var batches = new ArrayList<List<Pending>>();
    int bytes = 0;
    for (Pending log : logs) {
      int more = bytes(action, log);
      bytes += more;
      if (batches.isEmpty() || bytes > MAX_BYTES || batches.getLast().size() == most) {
        batches.add(new ArrayList<>());
        bytes = more;
      }
      batches.getLast().add(log);
    }
    return batches;
  }

  private static int bytes(Action action, Pending log) {
    return argumentsFor(action).stream()
        .flatMap(name -> name.equals(Hooks.PATH) ? Stream.of(log.log()) : log.archive().stream())
        .mapToInt(path -> PathBytes.of(path).length + OVERHEAD)
        .sum();
  }

  /// The arguments that become the names of logs or archives.
  private static List<String> argumentsFor(Action action) {
    return action instanceof Action.Run(List<String> argv)
        ? Stream.of(Hooks.PATH, Hooks.ARCHIVE)
            .flatMap(name -> argv.stream().filter(("<" + name + ">")::equals).map(_ -> name))
            .toList()
        : List.of();
  }

  /// After a run that failed: adds one run for the logs in the directories of each user, so that
  /// nobody makes it fail for others, by a log that vanishes for example.
  ///
  /// @return false if all are in one user's directories, or the command does not name them
  boolean separate(Action action, List<Pending> logs, Collection<List<Pending>> batches) {
    if (logs.size() == 1 || argumentsFor(action).isEmpty()) {
      return false;
    }
    var users = new HashMap<Path, Long>();
    var byUser = new LinkedHashMap<Long, List<Pending>>();
    for (Pending log : logs) {
      long user = users.computeIfAbsent(ArchivePlace.directoryOf(log.log()), this::user);
      byUser.computeIfAbsent(user, _ -> new ArrayList<>()).add(log);
    }
    return byUser.size() > 1 && batches.addAll(byUser.values());
  }

  private long user(Path directory) {
    try (Directory open = Directory.open(posix, directory)) {
      return posix.stat(open.fd()).uid();
    } catch (IOException _) {
      return UNKNOWN; // it is gone, or nobody may enter it
    }
  }

  /// @param of how many logs a command was to run for
  String described(List<Pending> logs, int of) {
    Path first = logs.getFirst().log();
    if (settings.how().hooks().per() == Hooks.Per.EACH) {
      return first.toString();
    }
    return logs.size() == of
        ? "the logs of " + settings.rule()
        : logs.size() == 1 ? first.toString() : first + " and " + (logs.size() - 1) + " more logs";
  }

  private Placeholders placeholders(List<Pending> logs) {
    String rule = settings.rule().toString();
    return switch (settings.how().hooks().per()) {
      case ONCE ->
          new Placeholders(
              Map.of("rule", rule),
              Map.of(
                  Hooks.PATH, logs.stream().map(pending -> PathBytes.text(pending.log())).toList(),
                  Hooks.ARCHIVE,
                      logs.stream()
                          .flatMap(o -> o.archive().stream())
                          .map(PathBytes::text)
                          .toList()));
      case EACH -> {
        Pending one = logs.getFirst();
        yield placeholders(settings, one.log(), one.archive());
      }
    };
  }

  /// What a command for one log or one archive of it is given.
  static Placeholders placeholders(RotateSettings settings, Path log, Optional<Path> archive) {
    return new Placeholders(
        Map.of(
            "rule",
            settings.rule().toString(),
            Hooks.PATH,
            PathBytes.text(log),
            Hooks.ARCHIVE,
            archive.map(PathBytes::text).orElse("")));
  }
}
