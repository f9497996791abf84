package filereeve.watch;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import filereeve.watch.FolderEvents.Detail;
import filereeve.watch.FollowedIndex.Reported;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
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
import java.util.function.Consumer;

/// Registers a folder and those below it in which something can match. Links are not followed, so
/// it ends.
///
/// Thread: guarded by its [Tree].
final class FolderWalk {
  /// @param folders how many are of interest
  /// @param filesFound whether there was anything in them but folders
  record Seen(int folders, boolean filesFound) {
    static final Seen NOTHING = new Seen(0, false);
  }

  private final Roots roots;
  private final FollowedIndex followed;
  private final Registrations registrations;
  private final Consumer<Path> link;

  /// @param link is told the names of symbolic links that may have to be followed
  FolderWalk(
      Roots roots, FollowedIndex followed, Registrations registrations, Consumer<Path> link) {
    this.roots = roots;
    this.followed = followed;
    this.registrations = registrations;
    this.link = link;
  }

  /// @param top a real path, below a root or a root itself
  Seen register(Path top) {
    Deque<Path> waiting = new ArrayDeque<>();
    waiting.add(top);
    int folders = 0;
    boolean filesFound = false;
    while (!waiting.isEmpty()) {
      Path folder = waiting.removeLast();
      registrations.watch(folder, Detail.CONTENTS);
      folders++;
      filesFound |= list(folder, waiting);
    }
    return new Seen(folders, filesFound);
  }

  /// @return whether there is anything but folders
  private boolean list(Path folder, Deque<Path> waiting) {
    boolean filesFound = false;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        filesFound |= look(entry, waiting);
      }
    } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException _) {
      return true; // removed since, or unreadable: then its registration failed too
    } catch (DirectoryIteratorException e) {
      registrations.unlisted(folder, new IOException(e));
      return true;
    } catch (IOException e) {
      registrations.unlisted(folder, e);
      return true;
    }
    return filesFound;
  }

  private boolean look(Path entry, Deque<Path> waiting) throws IOException {
    List<Reported> names = followed.names(entry);
    boolean leads = names.stream().anyMatch(n -> roots.mayMatchBelow().test(n.name()));
    if (!leads && names.stream().noneMatch(n -> roots.followsLink().test(n.name()))) {
      return true; // what it is does not matter, and finding out costs a system call
    }
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(entry, BasicFileAttributes.class, NOFOLLOW_LINKS);
    } catch (IOException _) {
      return true; // removed since it was listed
    }
    if (attributes.isDirectory()) {
      if (leads) {
        waiting.add(entry);
      }
      return false;
    }
    if (attributes.isSymbolicLink()) {
      names.forEach(n -> link.accept(n.name()));
    }
    return true;
  }
}
