package filereeve.route;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import filereeve.posix.DirectoryListing;
import filereeve.posix.DirectoryListing.Kind;
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

/// Finds the files that globs name, as they are now. It reads only directories that a glob can
/// match in, and the attributes of names that matter.
///
/// A root may be reached through symbolic links, because an administrator wrote it. Below a root no
/// link is followed, so there are no loops and nothing outside is reached.
public final class FileWalk {
  /// What a walk finds.
  public interface Visit {
    /// Something that a glob names and that is no directory: a file, a symbolic link (its own
    /// attributes), a socket. Each path comes once, in no order.
    void file(Path path, BasicFileAttributes attributes) throws IOException;

    /// A directory or file that cannot be inspected. The walk continues with the others.
    void unreadable(Path path, IOException why);
  }

  private final Watched watched;
  private final Runnable progress;
  private final GlobIndex<Glob> globs = new GlobIndex<>();
  private final Visit visit;
  private final Deque<Directory> directories = new ArrayDeque<>();
  private final DirectoryListing listing = new DirectoryListing();

  private FileWalk(Watched watched, Runnable progress, List<Glob> globs, Visit visit) {
    this.watched = watched;
    this.progress = progress;
    globs.forEach(g -> this.globs.add(g, g));
    this.visit = visit;
  }

  /// @param watched is awaited for each directory
  /// @param progress is called for each directory and file, and while one is awaited
  /// @throws IOException what [Visit#file] threw: it ends the walk
  /// @throws InterruptedException before the next file is inspected
  public static void walk(Watched watched, Runnable progress, List<Glob> globs, Visit visit)
      throws IOException, InterruptedException {
    var walk = new FileWalk(watched, progress, globs, visit);
    for (Path root : walk.globs.roots()) {
      walk.root(root);
    }
  }

  private void root(Path root) throws IOException, InterruptedException {
    if (!answers(root)) {
      return;
    }
    Path parent = root.getParent();
    if (parent == null || Files.isDirectory(root)) {
      list(new Directory(root, globs.at(root)), listing::listFollowing);
    } else {
      var in = new Directory(parent, globs.at(parent));
      inspect(in, root.getFileName(), in.names(root.getFileName()));
    }
    while (!directories.isEmpty()) {
      Directory directory = directories.removeLast();
      progress.run();
      if (answers(directory.path)) {
        list(directory, listing::list);
      }
    }
  }

  private boolean answers(Path directory) throws InterruptedException {
    try {
      watched.await(directory, progress);
      return true;
    } catch (IOException e) {
      visit.unreadable(directory, e);
      return false;
    }
  }

  private interface Listing {
    void list(Path directory, DirectoryListing.Visit visit) throws IOException;
  }

  private void list(Directory directory, Listing how) throws IOException, InterruptedException {
    try {
      how.list(directory.path, new Entries(directory));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    } catch (NoSuchFileException | NotDirectoryException _) {
      // Removed or replaced since it was found.
    } catch (UncheckedIOException e) {
      throw e.getCause(); // what the visit threw
    } catch (IOException e) {
      visit.unreadable(directory.path, e);
    }
  }

  /// A directory that a glob can match in.
  private record Directory(Path path, Position<Glob> position) {
    boolean names(Path file) {
      return position.matches(file.toString());
    }

    Directory in(Path name) {
      return new Directory(path.resolve(name), position.in(name.toString()));
    }
  }

  /// What the kernel says of each entry saves a stat of directories, and of all that no glob names.
  private final class Entries implements DirectoryListing.Visit {
    private final Directory directory;

    Entries(Directory directory) {
      this.directory = directory;
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
          case DIRECTORY -> enter(directory.in(name));
          case LINK, OTHER -> {
            if (directory.names(name)) {
              inspect(directory, name, true);
            }
          }
          case UNKNOWN -> {
            boolean named = directory.names(name);
            if (named || directory.in(name).position.mayMatchBelow()) {
              inspect(directory, name, named);
            }
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void enter(Directory directory) {
    if (directory.position.mayMatchBelow()) {
      directories.add(directory);
    }
  }

  private void inspect(Directory in, Path name, boolean named) throws IOException {
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
