package filereeve.watch;

import static filereeve.telemetry.Field.field;

import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import filereeve.watch.FolderEvents.Detail;
import filereeve.watch.FollowedIndex.Reported;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the kernel says of folders, made into events under the roots' own names; and folders that
/// are new, registered.
///
/// Invariant: a folder is registered before it is listed, and what is in it is reported after that.
/// So whatever is made in it is seen by the listing, or comes as an event, or both.
///
/// Thread: confined to the watching thread.
final class Tree implements FolderEvents.Listener {
  private final Roots roots;
  private final Registrations registrations;
  private final Reports reports;
  private final Log log;
  private final Runnable ready;
  private final FollowedIndex followed = new FollowedIndex();
  private final FolderWalk walk;

  /// @param ready is called once everything is registered
  Tree(Roots roots, Registrations registrations, Reports reports, Log log, Runnable ready) {
    this.roots = roots;
    this.registrations = registrations;
    this.reports = reports;
    this.log = log;
    this.ready = ready;
    this.walk = new FolderWalk(roots, followed, registrations, this::followLink);
  }

  @Override
  public void started() {
    for (Path path : roots.paths()) {
      Followed root = Followed.root(path);
      followRoot(root);
      untilItStays(root);
    }
    ready.run();
  }

  private void followRoot(Followed root) {
    int folders = follow(root).folders();
    log.log(
        Event.WATCHING,
        field("root", root.name()),
        field("folders", folders),
        field("missing", root.at().target().isEmpty()));
  }

  /// Everything is registered anew, because new folders may have been missed.
  @Override
  public void lost(String cause) {
    followed.clear();
    roots.paths().forEach(r -> follow(Followed.root(r)));
    roots.paths().forEach(r -> reports.overflowed(r, r, cause));
  }

  @Override
  public boolean wants(Path folder) {
    return followed.leadsOver(folder) || !matching(folder).isEmpty();
  }

  @Override
  public void folderMade(Path folder) {
    moved(folder, false);
    if (!followed.isTree(folder)) {
      register(folder, "new folder");
    }
  }

  @Override
  public void made(Path path) {
    List<Reported> names = followed.names(path);
    if (names.stream().anyMatch(n -> roots.followsLink().test(n.name()))
        && Files.isSymbolicLink(path)) {
      names.forEach(n -> followLink(n.name()));
    }
    names.forEach(n -> reports.changed(n.name()));
    moved(path, false);
  }

  @Override
  public void modified(Path path) {
    if (registrations.failed(path)) {
      register(path, "readable again");
    }
    followed.names(path).forEach(n -> reports.changed(n.name()));
    followed.over(path).stream()
        .filter(f -> f.at().file().filter(path::equals).isPresent())
        .forEach(f -> reports.changed(f.name()));
    inLinkedFolder(path);
  }

  @Override
  public void removed(Path path) {
    if (!followed.isTree(path)) {
      followed.names(path).forEach(n -> reports.deleted(n.name()));
    }
    moved(path, true);
  }

  /// Registers a folder inside a root, and all below it.
  private void register(Path folder, String cause) {
    List<Reported> names = matching(folder);
    if (!names.isEmpty() && walk.register(folder).filesFound()) {
      names.forEach(n -> reports.overflowed(n.name(), n.root(), cause));
    }
  }

  private List<Reported> matching(Path folder) {
    return followed.names(folder).stream()
        .filter(n -> roots.mayMatchBelow().test(n.name()))
        .toList();
  }

  private void followLink(Path name) {
    if (roots.followsLink().test(name) && !roots.paths().contains(name)) {
      follow(Followed.link(name));
    }
  }

  /// Registers the folders on the way to a root or a link's target, and those that are there.
  private FolderWalk.Seen follow(Followed next) {
    followed.put(next);
    for (Path folder : next.at().folders()) {
      registrations.watchOnTheWay(folder, detail(folder));
    }
    if (next.root() && next.at().target().isEmpty()) {
      // Only its nearest parent can tell when it appears.
      registrations.watch(next.at().nearest(), detail(next.at().nearest()));
    }
    next.contents().ifPresent(f -> registrations.watch(f, Detail.CONTENTS));
    return next.tree().map(walk::register).orElse(FolderWalk.Seen.NOTHING);
  }

  private Detail detail(Path folder) {
    return followed.watches(folder) || !matching(folder).isEmpty() ? Detail.CONTENTS : Detail.NAMES;
  }

  /// A name was made, renamed or removed: whatever leads over it may lead elsewhere now.
  private void moved(Path path, boolean removed) {
    for (Followed before : followed.over(path)) {
      Followed now = before.again();
      moved(before, now, removed);
      untilItStays(now);
    }
    inLinkedFolder(path);
  }

  private void moved(Followed before, Followed now, boolean removed) {
    if (before.root()) {
      rootMoved(before, now, removed);
    } else {
      linkMoved(now);
    }
  }

  /// What was made on the way after it was looked at and before its folder was registered sends no
  /// event.
  private void untilItStays(Followed registered) {
    Followed before = registered;
    for (Followed now = before.again(); !now.equals(before); now = before.again()) {
      moved(before, now, false);
      before = now;
    }
  }

  private void rootMoved(Followed before, Followed now, boolean removed) {
    Path root = now.name();
    if (now.tree().isPresent()) {
      // After a removal it is another folder, even if it has the same inode number again.
      if (removed || !before.at().target().equals(now.at().target())) {
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
      followed.remove(now.name()); // an event of the link's own folder has told or will tell
    }
  }

  /// A link to a folder changes with what is in that folder.
  private void inLinkedFolder(Path path) {
    Optional.ofNullable(path.getParent()).stream()
        .flatMap(folder -> followed.watching(folder).stream())
        .filter(f -> f.at().folder().isPresent())
        .forEach(f -> reports.changed(f.name()));
  }
}
