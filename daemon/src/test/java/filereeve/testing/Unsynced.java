package filereeve.testing;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import filereeve.posix.Errno;
import filereeve.testing.Change.Content;
import filereeve.testing.Change.Named;
import filereeve.testing.Change.Origin;
import filereeve.testing.Change.Written;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a program has made or changed and not made durable yet: the content of files, and the names
/// in directories. What is only removed is not counted: if it comes back, it is removed again.
///
/// Thread: under the lock of its user.
final class Unsynced {
  /// Errors that are answers.
  private static final Set<Errno> ANSWERS =
      EnumSet.of(
          Errno.ENOENT, Errno.EEXIST, Errno.EAGAIN, Errno.EINVAL, Errno.EOPNOTSUPP, Errno.ENODATA);

  private final Map<Path, Content> files = new HashMap<>();
  private final Map<Content, Written> contents = new LinkedHashMap<>();
  private final List<Named> names = new ArrayList<>();

  Content at(Path path) {
    return files.computeIfAbsent(
        path,
        p -> {
          var file = new Content();
          file.path = p;
          return file;
        });
  }

  Content made(Path path) {
    if (files.containsKey(path)) { // another program has removed what was there
      removed(path);
    }
    Content file = at(path);
    file.made = true;
    name(file, path, path);
    return file;
  }

  void changed(Content file) {
    contents.put(file, new Written(file, new Origin()));
  }

  void synced(Content file) {
    file.synced = true;
    contents.remove(file);
  }

  /// The attributes of a directory are part of the journal, as its name is. Once that is durable,
  /// they take a sync of the directory itself.
  void attributes(Path directory) {
    Content file = at(directory);
    if (names.stream().anyMatch(name -> name.leadsTo(file))) {
      name(file, directory, directory);
    } else {
      var owing = new HashSet<Path>(Set.of(directory));
      names.add(new Named(file, directory, directory, owing, new Origin()));
    }
  }

  /// So are those of a file, until it has content.
  void attributes(Content file) {
    if (file.made && !file.synced && !contents.containsKey(file) && file.path != null) {
      name(file, file.path, file.path);
    } else {
      changed(file);
    }
  }

  void removed(Path path) {
    Content file = at(path);
    files.remove(path);
    file.path = null;
    contents.remove(file);
    names.removeIf(name -> name.leadsTo(file));
  }

  void renamed(Path from, Path to) {
    Content file = at(from);
    if (files.containsKey(to)) {
      removed(to);
    }
    move(file, from, to);
    files.remove(from);
  }

  void swapped(Path one, Path other) {
    Content first = at(one);
    Content second = at(other);
    move(first, one, other);
    move(second, other, one);
  }

  private void move(Content file, Path from, Path to) {
    file.path = to;
    files.put(to, file);
    name(file, from, to);
  }

  private void name(Content file, Path from, Path to) {
    var owing = new HashSet<Path>();
    for (Path path : List.of(from, to)) {
      owing.add(path.resolveSibling("").normalize());
    }
    Path first = from;
    for (Named before : List.copyOf(names)) {
      if (before.leadsTo(file)) {
        owing.addAll(before.owing());
        first = before.from();
        names.remove(before);
      }
    }
    boolean isTakenBack = !from.equals(to) && first.equals(to);
    if (!isTakenBack) {
      names.add(new Named(file, first, to, owing, new Origin()));
    }
  }

  void syncedNames(Path directory) {
    names.forEach(name -> name.owing().remove(directory));
    names.removeIf(name -> name.owing().isEmpty());
  }

  /// A call failed: the program cannot make durable what it did so far.
  void failed(Errno errno) {
    if (!ANSWERS.contains(errno)) {
      contents.values().forEach(change -> change.origin().failed = true);
      names.forEach(change -> change.origin().failed = true);
    }
  }

  void clear() {
    contents.clear();
    names.clear();
  }

  void forgetFailed() {
    contents.values().removeIf(Change::hasFailed);
    names.removeIf(Change::hasFailed);
  }

  /// Nothing that another program has removed since.
  Stream<Change> all() {
    return Stream.concat(contents(), names());
  }

  Stream<Written> contents() {
    return contents.values().stream().filter(content -> isThere(content.file().path));
  }

  Stream<Named> names() {
    return names.stream().filter(name -> isThere(name.path()));
  }

  private static boolean isThere(@Nullable Path path) {
    return path != null && Files.exists(path, NOFOLLOW_LINKS);
  }
}
