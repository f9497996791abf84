package filereeve.watch;

import static filereeve.telemetry.Field.field;

import filereeve.event.FileEvent;
import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Hands events on at once, and logs which directories have to be rescanned.
///
/// Thread: safe for use by many threads.
final class EventReports {
  /// A root's rescans for one cause are logged at most this often; those in between are counted.
  private static final Duration LOG_INTERVAL = Duration.ofSeconds(1);

  private record Kind(Path root, String cause) {}

  private record Logged(Instant at, int since) {}

  private final Consumer<FileEvent> consumer;
  private final Log log;
  private final InstantSource clock;
  private final Map<Kind, Logged> logged = new HashMap<>();

  EventReports(Consumer<FileEvent> consumer, Log log, InstantSource clock) {
    this.consumer = consumer;
    this.log = log;
    this.clock = clock;
  }

  void changed(Path path) {
    handOn(new FileEvent.Changed(path));
  }

  void deleted(Path path) {
    handOn(new FileEvent.Deleted(path));
  }

  /// Has all rescanned.
  void all(Roots roots, String cause) {
    roots.paths().forEach(root -> overflowed(root, root, cause));
  }

  /// Has a directory rescanned that the kernel sends no events for. That it is polled was logged
  /// before.
  void polled(Path directory) {
    handOn(new FileEvent.Overflowed(directory, "polled"));
  }

  /// Has a directory rescanned in which events may have been lost.
  ///
  /// @param root the directory's, or the directory itself
  void overflowed(Path directory, Path root, String cause) {
    logRescan(directory, new Kind(root, cause));
    handOn(new FileEvent.Overflowed(directory, cause));
  }

  private synchronized void logRescan(Path directory, Kind kind) {
    Instant now = clock.instant();
    Logged last = logged.get(kind);
    if (last != null && now.isBefore(last.at().plus(LOG_INTERVAL))) {
      logged.put(kind, new Logged(last.at(), last.since() + 1));
      return;
    }
    Optional<Integer> unlogged =
        last == null || last.since() == 0 ? Optional.empty() : Optional.of(last.since());
    log.log(
        Event.RESCAN,
        field("directory", directory),
        field("cause", kind.cause()),
        field("unlogged", unlogged));
    logged.put(kind, new Logged(now, 0));
  }

  /// A consumer that fails for one event must not end the watch.
  private void handOn(FileEvent event) {
    if (log.isOn(Event.FILE_EVENT)) {
      log.log(Event.FILE_EVENT, field("kind", kind(event)), field("file", event.path()));
    }
    try {
      consumer.accept(event);
    } catch (RuntimeException e) {
      log.log(Event.EVENT_LOST, field("file", event.path()), field("error", e.toString()));
    }
  }

  private static String kind(FileEvent event) {
    return switch (event) {
      case FileEvent.Changed _ -> "changed";
      case FileEvent.Deleted _ -> "deleted";
      case FileEvent.Overflowed _ -> "rescan";
    };
  }
}
