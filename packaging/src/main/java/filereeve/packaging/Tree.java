package filereeve.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.TreeMap;

/// What a package installs, each directory before what is in it. Everything belongs to root.
final class Tree {
  private final TreeMap<String, Entry> entries = new TreeMap<>();

  Collection<Entry> entries() {
    return entries.values();
  }

  Tree file(String path, Path content, int mode) {
    return add(new Entry.File(path, content, mode, false));
  }

  /// A file that the administrator changes.
  Tree configuration(String path, Path content, int mode) {
    return add(new Entry.File(path, content, mode, true));
  }

  Tree link(String path, String target) {
    return add(new Entry.Link(path, target));
  }

  Tree directory(String path) {
    return add(new Entry.Directory(path));
  }

  /// A directory with all that is in it, and with its modes.
  ///
  /// @param path empty for the root
  Tree all(String path, Path from) throws IOException {
    String prefix = path.isEmpty() ? "" : path + "/";
    if (!path.isEmpty()) {
      directory(path);
    }
    for (Path file : Trees.below(from)) {
      String to = prefix + from.relativize(file);
      if (Files.isSymbolicLink(file)) {
        link(to, Files.readSymbolicLink(file).toString());
      } else if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        directory(to);
      } else {
        file(to, file, Files.isExecutable(file) ? 0755 : 0644);
      }
    }
    return this;
  }

  private Tree add(Entry entry) {
    String path = entry.path();
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      String parent = path.substring(0, slash);
      entries.putIfAbsent(parent, new Entry.Directory(parent));
    }
    entries.put(path, entry);
    return this;
  }
}
