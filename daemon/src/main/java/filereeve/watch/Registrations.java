package filereeve.watch;

import static filereeve.telemetry.Field.field;

import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import filereeve.watch.DirectoryEvents.Detail;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Registers directories. One that fails never keeps the others from being watched. It is logged
/// once with its remedy (at the limit of watches only the first is), and remembered for a retry.
///
/// Thread: guarded by its [Tree].
final class Registrations {
  /// Directories that fail beyond this many are not logged.
  private static final int MAX_LOGGED = 20;

  private static final int MOST_UNWATCHED = 1_000;

  private final DirectoryEvents events;
  private final Registered registered;
  private final Log log;

  /// The directories that could not be registered. Past [#MOST_UNWATCHED], the directory that they
  /// are all in replaces them, so that memory is bounded.
  private final Set<Path> unwatched = new HashSet<>();

  /// Directories on the way that may not be read.
  private final Set<Path> waysUnheard = new HashSet<>();

  /// A directory for which no watch was left.
  private @Nullable Path beyondLimit;

  /// Directories whose failure was logged, at most [#MAX_LOGGED].
  private final Set<Path> logged = new HashSet<>();

  /// Directories that may not be read: rules cannot scan them either.
  private final Set<Path> denied = new HashSet<>();

  /// @param registered receives what is registered
  Registrations(DirectoryEvents events, Registered registered, Log log) {
    this.events = events;
    this.registered = registered;
    this.log = log;
  }

  /// Watches a directory whose files matter.
  void watch(Path directory, Detail detail) {
    try {
      events.watch(directory, detail);
      worked(directory);
    } catch (NoSuchFileException | NotDirectoryException _) {
      worked(directory); // removed since it was seen: its parent's events say so
    } catch (IOException e) {
      failed(directory, e);
    }
  }

  /// Records that this directory or file is registered, or cannot be.
  ///
  /// @param name as rules know it
  void done(Path name) {
    registered.add(name);
  }

  private void worked(Path directory) {
    unwatched.remove(directory);
    denied.remove(directory);
    logged.remove(directory);
  }

  /// Watches a directory on the way to one whose files matter. If it may be passed through but not
  /// read, what it leads to has to be polled.
  void watchOnTheWay(Path directory, Detail detail) {
    try {
      events.watch(directory, detail);
      waysUnheard.remove(directory);
    } catch (NoSuchFileException | NotDirectoryException _) {
      waysUnheard.remove(directory);
    } catch (AccessDeniedException _) {
      waysUnheard.add(directory);
    } catch (IOException e) {
      failed(directory, e);
    }
  }

  /// Registers a directory and all below it again.
  ///
  /// @param registering does it
  void renew(Path top, Runnable registering) {
    unwatched.removeIf(f -> f.startsWith(top));
    denied.removeIf(f -> f.startsWith(top));
    events.renew(top, registering);
    logged.removeIf(f -> f.startsWith(top) && unwatched.stream().noneMatch(f::startsWith));
  }

  /// Whether this directory could not be registered the last time.
  boolean failed(Path directory) {
    return unwatched.contains(directory);
  }

  /// Retries a directory that could not be registered.
  ///
  /// @return whether it is watched now
  boolean watchesNow(Path directory) {
    watch(directory, Detail.CONTENTS);
    return !failed(directory);
  }

  /// Whether this directory cannot be read.
  boolean denied(Path directory) {
    return denied.contains(directory);
  }

  /// The directories that could not be registered, or those that they are in.
  Set<Path> unwatched() {
    return Set.copyOf(unwatched);
  }

  /// The directories on the way in which the kernel does not report a replacement.
  Set<Path> waysUnheard() {
    return Set.copyOf(waysUnheard);
  }

  /// Whether the limit of watches keeps a directory from being registered.
  boolean atLimit() {
    return beyondLimit != null;
  }

  /// Whether not one more directory can be watched: tries one.
  boolean stillAtLimit() {
    Path directory = beyondLimit;
    if (directory == null) {
      return false;
    }
    try {
      events.watch(directory, Detail.CONTENTS);
    } catch (IOException e) {
      if (Remedy.isLimit(e)) {
        return true;
      }
    }
    beyondLimit = null;
    return false;
  }

  /// Logs that watches are free for directories that could not be watched.
  void again() {
    log.log(
        Event.WATCH_RESTORED,
        field("used", events.watches()),
        field("allowed", Remedy.watchesAllowed()));
  }

  /// Records that a directory could be registered but not listed, so that what is in it is not
  /// registered.
  void unlisted(Path directory, IOException why) {
    failed(directory, why);
  }

  /// A filesystem that does not answer is mounted here.
  void silent(Path point) {
    failed(point, new SilentMountException(point));
  }

  Optional<Integer> watches() {
    return events.watches();
  }

  private void failed(Path directory, IOException why) {
    unwatched.add(directory);
    if (unwatched.size() > MOST_UNWATCHED) {
      Path common = unwatched.stream().reduce(Registrations::common).orElseThrow();
      unwatched.clear();
      unwatched.add(common);
    }
    if (why instanceof AccessDeniedException && denied.size() < MOST_UNWATCHED) {
      denied.add(directory);
    }
    boolean first;
    if (Remedy.isLimit(why)) {
      first = beyondLimit == null;
      beyondLimit = directory;
    } else {
      first = logged.size() < MAX_LOGGED && logged.add(directory);
    }
    if (first) {
      String others = logged.size() == MAX_LOGGED ? " Further directories are not logged." : "";
      log.log(
          Event.WATCH_FAILED,
          field("directory", directory),
          field("used", events.watches()),
          field("allowed", Remedy.isLimit(why) ? Remedy.watchesAllowed() : Optional.empty()),
          field("why", "cannot watch " + directory + ": " + Remedy.of(why) + others));
    }
  }

  private static Path common(Path one, Path other) {
    Path common = one;
    while (!other.startsWith(common)) {
      common = Objects.requireNonNull(common.getParent(), "/ is above all");
    }
    return common;
  }
}
