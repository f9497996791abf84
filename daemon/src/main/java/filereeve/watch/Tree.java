package filereeve.watch;

import filereeve.telemetry.Log;
import filereeve.watch.FollowedIndex.Reported;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/// Translates events of directories into events under the roots' own names, and registers new
/// directories.
///
/// Invariant: a directory is registered before it is listed, and what is in it is reported after
/// that. So whatever is created in it is in the listing, or in an event, or both.
///
/// Thread: safe for use by many threads: the source's, and that of the [Patrol]. It guards what it
/// is made of.
final class Tree implements DirectoryEvents.Listener {
  private final Roots roots;
  private final Registrations registrations;
  private final SharedParts shared;
  private final SilentMounts silent;
  private final EventReports reports;
  private final Following following;
  private final FollowedIndex followed;

  /// What was unmounted since the mount table was last read: another filesystem that is mounted
  /// there may have the same numbers.
  private final Set<Path> lost = new HashSet<>();

  private Runnable ready = () -> {};
  private volatile long overflows;
  private volatile int polled;

  Tree(
      Roots roots,
      Registrations registrations,
      SharedParts shared,
      SilentMounts silent,
      EventReports reports,
      Log log) {
    this.roots = roots;
    this.registrations = registrations;
    this.shared = shared;
    this.silent = silent;
    this.reports = reports;
    this.following = new Following(roots, registrations, silent, reports, log);
    this.followed = following.index();
  }

  /// @param action for when everything is registered
  void whenRegistered(Runnable action) {
    ready = action;
  }

  @Override
  public synchronized void started() {
    following.start();
    findShared();
    ready.run();
  }

  /// Registers everything in it again, because new directories may have been missed.
  @Override
  public synchronized void lost(Path top, String cause) {
    if (top.getParent() == null) {
      overflows += cause.equals("overflow") ? 1 : 0;
      registrations.renew(top, following::startAgain);
      reportAll(cause);
    } else {
      lost.add(top);
      registerAgain(top, (name, root) -> reports.overflowed(name, root, cause));
    }
  }

  /// Has everything rescanned.
  synchronized void reportAll(String cause) {
    reports.all(roots, cause);
  }

  /// Registers again what a change of mounts concerns.
  synchronized void mounted(MountTable now) {
    MountTable before = shared.use(now);
    var points = new HashSet<>(before.changed(now));
    lost.forEach(p -> before.pointAbove(p).filter(now::hasPoint).ifPresent(points::add));
    lost.clear();
    points.forEach(p -> registerAgain(p, (name, root) -> reports.overflowed(name, root, "mount")));
    findShared();
  }

  private void findShared() {
    shared.find(
        followed.all(),
        shared.points().filter(p -> !following.matching(p).isEmpty()).collect(Collectors.toSet()));
    count();
  }

  private void count() {
    polled = shared.count() + registrations.unwatched().size();
  }

  /// Thread: any, and never waits.
  WatchStats stats() {
    return new WatchStats(registrations.watches(), Remedy.watchesAllowed(), overflows, polled);
  }

  /// Has everything rescanned that the kernel sends no events for, and retries failed
  /// registrations.
  synchronized void poll() {
    for (Followed before : followed.all()) {
      if (shared.concern(before)) {
        following.poll(before);
      }
    }
    registrations.waysUnheard().forEach(following::resolveAgain);
    shared.inside().forEach(p -> following.matching(p).forEach(n -> reports.polled(n.name())));
    boolean atLimit = registrations.atLimit();
    boolean full = registrations.stillAtLimit();
    Set<Path> unwatched = registrations.unwatched();
    if (atLimit && !full) {
      registrations.again();
    }
    for (Path directory : unwatched) {
      if (silent.over(directory).isPresent()) {
        continue;
      }
      if (!full && registrations.watchesNow(directory)) {
        registerAgain(directory, (name, _) -> reports.polled(name));
      } else {
        following.pollThrough(directory, !registrations.denied(directory));
      }
    }
    count();
  }

  /// Registers again what is at or below this path.
  ///
  /// @param report receives the names that have to be rescanned, and their roots
  private void registerAgain(Path top, BiConsumer<Path, Path> report) {
    List<Followed> leadOverIt = followed.over(top);
    List<Reported> inside = followed.isTree(top) ? List.of() : following.matching(top);
    if (leadOverIt.isEmpty() && inside.isEmpty()) {
      return;
    }
    var names = new LinkedHashMap<Path, Path>();
    registrations.renew(
        top,
        () -> {
          leadOverIt.forEach(before -> following.again(before, names::put));
          if (!inside.isEmpty()) {
            following.register(top);
          }
        });
    inside.forEach(n -> names.put(n.name(), n.root()));
    names.forEach(report); // after the watches of what is gone have ended
  }

  @Override
  public synchronized boolean wants(Path directory) {
    return followed.leadsOver(directory) || !following.matching(directory).isEmpty();
  }

  @Override
  public synchronized void directoryMade(Path directory) {
    following.moved(directory, true); // its removal may have come before its parent was registered
    if (!followed.isTree(directory)) {
      register(directory, "new directory");
    }
  }

  @Override
  public synchronized void made(Path path) {
    List<Reported> names = followed.names(path);
    if (names.stream().anyMatch(n -> roots.followsLink().test(n.name()))
        && Files.isSymbolicLink(path)) {
      names.forEach(n -> following.followLink(n.name()));
    }
    names.forEach(n -> reports.changed(n.name()));
    following.moved(path, false);
  }

  /// Its permissions may have changed, so that what was not readable in it is now.
  @Override
  public synchronized void directoryModified(Path directory) {
    boolean failed = registrations.failed(directory);
    List<Reported> names = following.matching(directory);
    if (failed && !names.isEmpty()) {
      following.register(directory);
    }
    String cause = failed ? "readable again" : "attributes";
    names.forEach(n -> reports.overflowed(n.name(), n.root(), cause));
    followed.watching(directory).forEach(f -> reports.changed(f.name()));
  }

  /// Is called often for a file that is written without pause.
  @Override
  public synchronized void modified(Path path) {
    followed.names(path).forEach(n -> reports.changed(n.name()));
    for (Followed over : followed.over(path)) {
      if (over.at().file().filter(path::equals).isPresent()) {
        reports.changed(over.name());
      }
    }
  }

  @Override
  public synchronized void removed(Path path) {
    if (!followed.isTree(path)) {
      followed.names(path).forEach(n -> reports.deleted(n.name()));
    }
    following.moved(path, true);
  }

  /// Registers a directory inside a root, and all below it. If it has few files ([DirectoryWalk]),
  /// each is reported; else the directory is rescanned.
  private void register(Path directory, String cause) {
    List<Reported> names = following.matching(directory);
    if (names.isEmpty()) {
      return;
    }
    DirectoryWalk.Seen seen = following.registerNew(directory);
    if (seen.allNamed()) {
      seen.named().forEach(p -> followed.names(p).forEach(n -> reports.changed(n.name())));
    } else {
      names.forEach(n -> reports.overflowed(n.name(), n.root(), cause));
    }
  }
}
