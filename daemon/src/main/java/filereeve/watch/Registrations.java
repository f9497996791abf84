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
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Registers folders. One that fails is logged once, with what to do about it, never keeps the
/// others from being watched, and is remembered to be tried again.
///
/// Thread: guarded by its [Tree].
final class Registrations {
  /// Beyond this many, folders are not logged one by one.
  private static final int MAX_LOGGED = 20;

  private final FolderEvents events;
  private final Registered registered;
  private final Log log;
  private final Unwatched unwatched = new Unwatched();

  /// Folders on the way that must not be read.
  private final Set<Path> waysUnheard = new HashSet<>();

  /// A folder for which no watch was left.
  private @Nullable Path beyondLimit;

  /// Those of which it was said; they are no more than [#MAX_LOGGED].
  private final Set<Path> told = new HashSet<>();

  /// Those that must not be read: rules cannot look at them either.
  private final Set<Path> denied = new HashSet<>();

  /// @param registered is told of what is registered
  Registrations(FolderEvents events, Registered registered, Log log) {
    this.events = events;
    this.registered = registered;
    this.log = log;
  }

  /// Watches a folder whose files matter.
  void watch(Path folder, Detail detail) {
    try {
      events.watch(folder, detail);
      worked(folder);
    } catch (NoSuchFileException | NotDirectoryException _) {
      worked(folder); // removed since it was seen: its parent's events tell
    } catch (IOException e) {
      failed(folder, e);
    }
  }

  /// From now on changes in this folder, or of this file, are heard of, or cannot be.
  ///
  /// @param name as rules know it
  void done(Path name) {
    registered.add(name);
  }

  private void worked(Path folder) {
    unwatched.remove(folder);
    denied.remove(folder);
    told.remove(folder);
  }

  /// Watches a folder on the way to one whose files matter. It may be one that must not be read,
  /// only passed through: then where it leads has to be looked at again and again.
  void watchOnTheWay(Path folder, Detail detail) {
    try {
      events.watch(folder, detail);
      waysUnheard.remove(folder);
    } catch (NoSuchFileException | NotDirectoryException _) {
      waysUnheard.remove(folder);
    } catch (AccessDeniedException _) {
      waysUnheard.add(folder);
    } catch (IOException e) {
      failed(folder, e);
    }
  }

  /// Registers a folder and all below it anew.
  void renew(Path top, Runnable registering) {
    unwatched.removeBelow(top);
    denied.removeIf(f -> f.startsWith(top));
    events.renew(top, registering);
  }

  /// Whether this folder could not be registered the last time.
  boolean failed(Path folder) {
    return unwatched.contains(folder);
  }

  /// Tries again to watch a folder that could not be.
  boolean watchesNow(Path folder) {
    watch(folder, Detail.CONTENTS);
    return !failed(folder);
  }

  /// Whether a look at this folder is in vain.
  boolean denied(Path folder) {
    return denied.contains(folder);
  }

  /// The folders that could not be registered, or those that they are in.
  Set<Path> unwatched() {
    return unwatched.all();
  }

  /// The folders on the way in which an exchange is not heard of.
  Set<Path> waysUnheard() {
    return Set.copyOf(waysUnheard);
  }

  /// Whether the limit of watches keeps a folder from being registered.
  boolean atLimit() {
    return beyondLimit != null;
  }

  /// Tries whether there is room for one more folder.
  boolean stillAtLimit() {
    Path folder = beyondLimit;
    if (folder == null) {
      return false;
    }
    try {
      events.watch(folder, Detail.CONTENTS);
    } catch (IOException e) {
      if (Remedy.isLimit(e)) {
        return true;
      }
    }
    beyondLimit = null;
    return false;
  }

  /// Says that there is room for folders that could not be watched.
  void again() {
    log.log(
        Event.WATCHED_AGAIN,
        field("used", events.watches()),
        field("allowed", Remedy.watchesAllowed()));
  }

  /// A folder could be registered but not listed, so that what is in it is not registered.
  void unlisted(Path folder, IOException why) {
    failed(folder, why);
  }

  Optional<Integer> watches() {
    return events.watches();
  }

  private void failed(Path folder, IOException why) {
    unwatched.add(folder);
    if (why instanceof AccessDeniedException && denied.size() < Unwatched.LIMIT) {
      denied.add(folder);
    }
    boolean first;
    if (Remedy.isLimit(why)) {
      first = beyondLimit == null;
      beyondLimit = folder;
    } else {
      first = told.size() < MAX_LOGGED && told.add(folder);
    }
    if (first) {
      String others = told.size() == MAX_LOGGED ? " Further folders are not logged." : "";
      log.log(
          Event.NOT_WATCHED,
          field("folder", folder),
          field("used", events.watches()),
          field("allowed", Remedy.isLimit(why) ? Remedy.watchesAllowed() : Optional.empty()),
          field("why", "cannot watch " + folder + ": " + Remedy.of(why) + others));
    }
  }
}
