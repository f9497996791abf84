package filereeve.route;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import filereeve.posix.FolderListing;
import filereeve.posix.FolderListing.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Looks at the files that globs name, as they are now. It reads only folders that a glob can match
/// in, and the attributes of names that matter.
///
/// A root may be reached through symbolic links, because an administrator wrote it. Below a root no
/// link is followed, so there are no loops and nothing outside is reached.
public final class FileWalk {
  /// What a walk finds.
  public interface Visit {
    /// Something that a glob names and that is no folder: a file, a symbolic link (its own
    /// attributes), a socket. Each path comes once, in no order.
    void file(Path path, BasicFileAttributes attributes) throws IOException;

    /// A folder or file that cannot be looked at. The walk goes on with the others.
    void unreadable(Path path, IOException why);
  }

  private final Watched watched;
  private final Runnable progress;
  private final GlobIndex<Glob> globs = new GlobIndex<>();
  private final Visit visit;
  private final Deque<Folder> folders = new ArrayDeque<>();
  private final FolderListing listing = new FolderListing();

  private FileWalk(Watched watched, Runnable progress, List<Glob> globs, Visit visit) {
    this.watched = watched;
    this.progress = progress;
    globs.forEach(g -> this.globs.add(g, g));
    this.visit = visit;
  }

  /// @param watched is awaited for each folder
  /// @param progress is called for each folder and file, and while one is awaited
  /// @throws IOException what [Visit#file] threw: it ends the walk
  /// @throws InterruptedException before the next file is looked at
  public static void walk(Watched watched, Runnable progress, List<Glob> globs, Visit visit)
      throws IOException, InterruptedException {
    var walk = new FileWalk(watched, progress, globs, visit);
    for (Path root : walk.globs.roots()) {
      walk.root(root);
    }
  }

  private void root(Path root) throws IOException, InterruptedException {
    watched.await(root, progress);
    Path parent = root.getParent();
    if (parent == null || Files.isDirectory(root)) {
      list(new Folder(root, globs.at(root)), listing::listFollowing);
    } else {
      var in = new Folder(parent, globs.at(parent));
      look(in, root.getFileName(), in.names(root.getFileName()));
    }
    while (!folders.isEmpty()) {
      Folder folder = folders.removeLast();
      progress.run();
      watched.await(folder.path, progress);
      list(folder, listing::list);
    }
  }

  private interface Listing {
    void list(Path folder, FolderListing.Visit visit) throws IOException;
  }

  private void list(Folder folder, Listing how) throws IOException, InterruptedException {
    try {
      how.list(folder.path, new Entries(folder));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    } catch (NoSuchFileException | NotDirectoryException _) {
      // Removed or replaced since it was found.
    } catch (UncheckedIOException e) {
      throw e.getCause(); // what the visit threw
    } catch (IOException e) {
      visit.unreadable(folder.path, e);
    }
  }

  /// A folder that a glob can match in.
  private record Folder(Path path, Position<Glob> position) {
    boolean names(Path file) {
      return position.matches(file.toString());
    }

    Folder in(Path name) {
      return new Folder(path.resolve(name), position.in(name.toString()));
    }
  }

  /// What the kernel says of each entry saves a look at folders, and at all that no glob names.
  private final class Entries implements FolderListing.Visit {
    private final Folder folder;

    Entries(Folder folder) {
      this.folder = folder;
    }

    /// Nothing more, once the walk is to end.
    @Override
    public boolean wants(Kind kind) {
      return !Thread.currentThread().isInterrupted();
    }

    @Override
    public void entry(Path name, Kind kind) {
      try {
        switch (kind) {
          case FOLDER -> enter(folder.in(name));
          case LINK, OTHER -> {
            if (folder.names(name)) {
              look(folder, name, true);
            }
          }
          case UNKNOWN -> {
            boolean named = folder.names(name);
            if (named || folder.in(name).position.mayMatchBelow()) {
              look(folder, name, named);
            }
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void enter(Folder folder) {
    if (folder.position.mayMatchBelow()) {
      folders.add(folder);
    }
  }

  private void look(Folder in, Path name, boolean named) throws IOException {
    progress.run();
    Path path = in.path.resolve(name);
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
    } catch (NoSuchFileException _) {
      return; // removed since it was listed, or a root that is not there
    } catch (IOException e) {
      visit.unreadable(path, e);
      return;
    }
    if (attributes.isDirectory()) {
      enter(in.in(name));
    } else if (named) {
      visit.file(path, attributes);
    }
  }
}
