package filereeve.watch;

import static filereeve.telemetry.Field.field;

import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import filereeve.watch.FolderEvents.Detail;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// Registers folders. One that fails is logged once, with what to do about it, and never keeps the
/// others from being watched.
///
/// Thread: confined to the watching thread, but for [#reachedLimit].
final class Registrations {
  /// Beyond this many, folders are not logged one by one.
  private static final int MAX_LOGGED = 20;

  private final FolderEvents events;
  private final Log log;
  private final Set<Path> failed = new HashSet<>();
  private volatile boolean reachedLimit;
  private int logged;

  Registrations(FolderEvents events, Log log) {
    this.events = events;
    this.log = log;
  }

  /// Watches a folder whose files matter.
  void watch(Path folder, Detail detail) {
    try {
      events.watch(folder, detail);
      failed.remove(folder);
    } catch (NoSuchFileException | NotDirectoryException _) {
      failed.remove(folder); // removed since it was seen: its parent's events tell
    } catch (IOException e) {
      failed(folder, e);
    }
  }

  /// Watches a folder on the way to one whose files matter. It may be one that must not be read,
  /// only passed through: then an exchange of what is in it is seen by the rescan interval.
  void watchOnTheWay(Path folder, Detail detail) {
    try {
      events.watch(folder, detail);
    } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException _) {
      // As said above.
    } catch (IOException e) {
      failed(folder, e);
    }
  }

  /// Whether this folder could not be registered the last time, for a reason of its own.
  boolean failed(Path folder) {
    return failed.contains(folder);
  }

  /// Whether the limit of watches kept a folder from being registered.
  boolean reachedLimit() {
    return reachedLimit;
  }

  private void failed(Path folder, IOException why) {
    boolean first;
    if (Remedy.isLimit(why)) {
      first = !reachedLimit;
      reachedLimit = true;
    } else {
      first = failed.add(folder) && ++logged <= MAX_LOGGED;
    }
    if (first) {
      String others = logged == MAX_LOGGED ? " Further folders are not logged." : "";
      log.log(
          Event.NOT_WATCHED,
          field("folder", folder),
          field("why", "cannot watch " + folder + ": " + Remedy.of(why) + others));
    }
  }
}
