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

  private final GlobIndex<Glob> globs = new GlobIndex<>();
  private final Visit visit;
  private final Deque<Path> folders = new ArrayDeque<>();
  private final FolderListing listing = new FolderListing();

  private FileWalk(List<Glob> globs, Visit visit) {
    globs.forEach(g -> this.globs.add(g, g));
    this.visit = visit;
  }

  /// @throws IOException what [Visit#file] threw: it ends the walk
  public static void walk(List<Glob> globs, Visit visit) throws IOException {
    var walk = new FileWalk(globs, visit);
    for (Path root : walk.globs.roots()) {
      walk.root(root);
    }
  }

  private void root(Path root) throws IOException {
    if (Files.isDirectory(root)) {
      list(root, listing::listFollowing);
    } else {
      look(root);
    }
    while (!folders.isEmpty()) {
      list(folders.removeLast(), listing::list);
    }
  }

  private interface Listing {
    void list(Path folder, FolderListing.Visit visit) throws IOException;
  }

  private void list(Path folder, Listing how) throws IOException {
    try {
      how.list(folder, new Entries(folder));
    } catch (NoSuchFileException | NotDirectoryException _) {
      return; // removed or replaced since it was found
    } catch (UncheckedIOException e) {
      throw e.getCause(); // what the visit threw
    } catch (IOException e) {
      visit.unreadable(folder, e);
    }
  }

  /// What the kernel says of each entry saves a look at folders, and at all that no glob names.
  private final class Entries implements FolderListing.Visit {
    private final Path folder;

    Entries(Path folder) {
      this.folder = folder;
    }

    @Override
    public boolean wants(Kind kind) {
      return true;
    }

    @Override
    public void entry(Path name, Kind kind) {
      Path path = folder.resolve(name);
      try {
        switch (kind) {
          case FOLDER -> {
            if (globs.mayMatchBelow(path)) {
              folders.add(path);
            }
          }
          case LINK, OTHER -> {
            if (names(path)) {
              look(path, true);
            }
          }
          case UNKNOWN -> look(path);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void look(Path path) throws IOException {
    boolean named = names(path);
    if (named || globs.mayMatchBelow(path)) {
      look(path, named);
    }
  }

  private void look(Path path, boolean named) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
    } catch (NoSuchFileException _) {
      return; // removed since it was listed, or a root that is not there
    } catch (IOException e) {
      visit.unreadable(path, e);
      return;
    }
    if (!attributes.isDirectory()) {
      if (named) {
        visit.file(path, attributes);
      }
    } else if (globs.mayMatchBelow(path)) {
      folders.add(path);
    }
  }

  private boolean names(Path path) {
    boolean[] found = new boolean[1];
    globs.matching(path, (_, _) -> found[0] = true);
    return found[0];
  }
}
