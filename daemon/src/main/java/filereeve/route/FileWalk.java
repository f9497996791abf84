package filereeve.route;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

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
      folders.add(root);
    } else {
      look(root);
    }
    while (!folders.isEmpty()) {
      list(folders.removeLast());
    }
  }

  private void list(Path folder) throws IOException {
    Optional<DirectoryStream<Path>> opened = open(folder);
    if (opened.isEmpty()) {
      return;
    }
    try (DirectoryStream<Path> names = opened.get()) {
      for (Path path : names) {
        look(path);
      }
    } catch (DirectoryIteratorException e) {
      visit.unreadable(folder, new IOException(e));
    }
  }

  @SuppressWarnings("StreamResourceLeak") // closed by list, which keeps its errors apart from these
  private Optional<DirectoryStream<Path>> open(Path folder) {
    try {
      return Optional.of(Files.newDirectoryStream(folder));
    } catch (NoSuchFileException | NotDirectoryException _) {
      return Optional.empty(); // removed or replaced since it was found
    } catch (IOException e) {
      visit.unreadable(folder, e);
      return Optional.empty();
    }
  }

  private void look(Path path) throws IOException {
    boolean named = names(path);
    boolean leads = globs.mayMatchBelow(path);
    if (!named && !leads) {
      return;
    }
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
    } catch (NoSuchFileException _) {
      return; // removed since it was listed, or a root that is not there
    } catch (IOException e) {
      visit.unreadable(path, e);
      return;
    }
    if (attributes.isDirectory() && leads) {
      folders.add(path);
    } else if (!attributes.isDirectory() && named) {
      visit.file(path, attributes);
    }
  }

  private boolean names(Path path) {
    boolean[] found = new boolean[1];
    globs.matching(path, (_, _) -> found[0] = true);
    return found[0];
  }
}
