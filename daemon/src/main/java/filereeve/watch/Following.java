package filereeve.watch;

import static filereeve.telemetry.Field.field;

import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import filereeve.watch.DirectoryEvents.Detail;
import filereeve.watch.FollowedIndex.Reported;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Registers what roots and links lead to, and notices when they lead elsewhere.
///
/// Thread: guarded by its [Tree].
final class Following {
  private final Roots roots;
  private final Registrations registrations;
  private final SilentMounts silent;
  private final EventReports reports;
  private final Log log;
  private final FollowedIndex followed = new FollowedIndex();
  private final DirectoryWalk walk;

  Following(
      Roots roots,
      Registrations registrations,
      SilentMounts silent,
      EventReports reports,
      Log log) {
    this.roots = roots;
    this.registrations = registrations;
    this.silent = silent;
    this.reports = reports;
    this.log = log;
    this.walk = new DirectoryWalk(roots, followed, registrations, silent, this::followLink);
  }

  FollowedIndex index() {
    return followed;
  }

  /// Registers all roots.
  void start() {
    int directories = 0;
    var missing = new ArrayList<Path>();
    for (Path path : roots.paths()) {
      Followed root = Followed.root(path, silent);
      directories += follow(root).directories();
      registrations.done(path);
      if (root.at().target().isEmpty()) {
        missing.add(path);
      }
      untilStable(root);
    }
    log.log(
        Event.WATCHING,
        field("roots", roots.paths().size()),
        field("directories", directories),
        field("missing", Optional.of(missing).filter(m -> !m.isEmpty())));
  }

  /// Registers all roots again.
  void startAgain() {
    followed.clear();
    for (Path path : roots.paths()) {
      Followed root = Followed.root(path, silent);
      follow(root);
      untilStable(root);
    }
  }

  /// Registers a directory in a root's tree, and all below it.
  void register(Path directory) {
    walk.register(directory);
  }

  /// Registers a directory that is new in a root's tree, and all below it.
  DirectoryWalk.Seen registerNew(Path directory) {
    return walk.registerNew(directory);
  }

  /// Registers again what a name leads to.
  ///
  /// @param report receives the names that have to be rescanned, and their roots
  void again(Followed before, BiConsumer<Path, Path> report) {
    Followed now = before.again(silent);
    if (before.root() && now.tree().isPresent()) {
      follow(now);
      report.accept(now.name(), now.name());
    } else {
      moved(before, now, true);
    }
    untilStable(now);
  }

  /// Checks whether a name leads elsewhere, and handles that; else has what it leads to rescanned.
  void poll(Followed before) {
    Followed now = before.again(silent);
    if (!now.equals(before)) {
      moved(before, now, false);
      untilStable(now);
    } else if (now.tree().isPresent()) {
      reports.polled(now.name());
    } else if (now.at().file().isPresent() || !now.root()) {
      reports.changed(now.name());
    }
  }

  /// Checks whether anything leads elsewhere through a directory that may not be read.
  void resolveAgain(Path directory) {
    for (Followed before : followed.all()) {
      Followed now = before.at().directories().contains(directory) ? before.again(silent) : before;
      if (!now.equals(before)) {
        moved(before, now, false);
        untilStable(now);
      }
    }
  }

  /// Has everything rescanned that leads through this directory.
  ///
  /// @param inside whether to rescan the directory itself, too
  void pollThrough(Path directory, boolean inside) {
    if (inside) {
      matching(directory).forEach(n -> reports.polled(n.name()));
    }
    followed.all().stream().filter(f -> f.leadsThrough(directory)).forEach(this::poll);
  }

  /// The names of a directory, those below which something can match.
  List<Reported> matching(Path directory) {
    return followed.names(directory).stream()
        .filter(n -> roots.reach().apply(n.name()).mayMatchBelow())
        .toList();
  }

  /// A root has appeared, or leads elsewhere.
  private void followRoot(Followed root) {
    int directories = follow(root).directories();
    registrations.done(root.name());
    log.log(Event.WATCHING, field("root", root.name()), field("directories", directories));
  }

  void followLink(Path name) {
    if (roots.followsLink().test(name) && !roots.paths().contains(name)) {
      follow(Followed.link(name, silent));
    }
  }

  /// Registers the directories on the way to a root or a link's target, and what is there.
  private DirectoryWalk.Seen follow(Followed next) {
    followed.put(next);
    for (Path directory : next.at().directories()) {
      registrations.watchOnTheWay(directory, detail(directory));
    }
    if (next.root() && next.at().target().isEmpty()) {
      // Only its nearest parent can report that it appears.
      registrations.watch(next.at().nearest(), detail(next.at().nearest()));
    }
    next.at().silent().ifPresent(registrations::silent);
    next.contents().ifPresent(f -> registrations.watch(f, Detail.CONTENTS));
    return next.tree().map(walk::register).orElse(DirectoryWalk.Seen.NOTHING);
  }

  private Detail detail(Path directory) {
    return followed.watches(directory) || !matching(directory).isEmpty()
        ? Detail.CONTENTS
        : Detail.NAMES;
  }

  /// A name was created, renamed or removed: whatever leads through it may lead elsewhere now.
  ///
  /// @param another whether what is there now is something else, even if its inode number is the
  ///   same
  void moved(Path path, boolean another) {
    for (Followed before : followed.over(path)) {
      Followed now = before.again(silent);
      moved(before, now, another);
      untilStable(now);
    }
  }

  private void moved(Followed before, Followed now, boolean another) {
    if (before.root()) {
      rootMoved(before, now, another);
    } else {
      linkMoved(now);
    }
  }

  /// Resolves a name again until the result is stable: what was created on the way after it was
  /// resolved and before its directory was registered sends no event.
  private void untilStable(Followed registered) {
    Followed before = registered;
    for (Followed now = before.again(silent); !now.equals(before); now = before.again(silent)) {
      moved(before, now, false);
      before = now;
    }
  }

  private void rootMoved(Followed before, Followed now, boolean another) {
    Path root = now.name();
    if (now.tree().isPresent()) {
      if (another || !before.at().target().equals(now.at().target())) {
        followRoot(now);
        reports.overflowed(root, root, "appeared");
      }
      return;
    }
    follow(now);
    if (before.tree().isPresent()) {
      reports.overflowed(root, root, "root lost");
    }
    if (now.at().file().isPresent()) {
      reports.changed(root);
    } else if (before.at().file().isPresent()) {
      reports.deleted(root);
    }
  }

  private void linkMoved(Followed now) {
    if (Files.isSymbolicLink(now.name())) {
      follow(now);
      reports.changed(now.name());
    } else {
      followed.remove(now.name()); // an event of the link's own directory has reported it or will
    }
  }
}
