package filereeve.watch;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/// Where a path leads to at this moment, through all symbolic links on the way.
///
/// @param directories the existing directories on the way, from `/` to the one that the last entry
///   is in
/// @param entries what was looked up in them, by real path: if one of these is created, renamed or
///   removed, the path may lead elsewhere
/// @param target what the path leads to; empty if it is not there
/// @param silent the mounted filesystem on the way that does not answer: what is behind it is
///   unknown
record Resolution(
    SequencedSet<Path> directories,
    Set<Path> entries,
    Optional<Target> target,
    Optional<Path> silent) {
  /// As many links as Linux follows in one path.
  private static final int MAX_LINKS = 40;

  /// @param path real: no part of it is a link
  /// @param key distinguishes it from another one that has the same path later
  record Target(Path path, boolean isDirectory, Optional<Object> key) {}

  Resolution {
    directories = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(directories));
    entries = Set.copyOf(entries);
  }

  static Resolution of(Path absolute, SilentMounts silent) {
    var directories = new LinkedHashSet<Path>();
    var entries = new LinkedHashSet<Path>();
    Deque<Path> names = new ArrayDeque<>();
    absolute.forEach(names::addLast);
    Path at = absolute.getRoot();
    Optional<Target> target = target(at);
    int links = 0;
    while (!names.isEmpty() && target.isPresent()) {
      Path name = names.removeFirst();
      Path entry = at.resolve(name).normalize(); // `at` has no links: its `..` is its parent
      directories.add(at);
      entries.add(entry);
      if (silent.isAt(entry)) {
        return new Resolution(directories, entries, Optional.empty(), Optional.of(entry));
      }
      Optional<Path> link = linkTarget(entry);
      if (link.isEmpty()) {
        at = entry;
        target = target(at);
      } else if (++links > MAX_LINKS) {
        target = Optional.empty();
      } else {
        at = link.get().isAbsolute() ? link.get().getRoot() : at;
        prepend(link.get(), names);
      }
    }
    return new Resolution(directories, entries, target, Optional.empty());
  }

  private static void prepend(Path path, Deque<Path> names) {
    List<Path> parts = new ArrayList<>();
    path.forEach(parts::add);
    parts.reversed().forEach(names::addFirst);
  }

  private static Optional<Path> linkTarget(Path entry) {
    try {
      return Files.isSymbolicLink(entry)
          ? Optional.of(Files.readSymbolicLink(entry))
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty(); // no longer a link
    }
  }

  /// Empty also for what cannot be inspected: it cannot be watched either.
  private static Optional<Target> target(Path path) {
    try {
      var attributes = Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
      return Optional.of(
          new Target(path, attributes.isDirectory(), Optional.ofNullable(attributes.fileKey())));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// The last existing directory on the way. If the path leads nowhere, it is this directory that
  /// lacks an entry.
  Path nearest() {
    return directories.getLast();
  }

  /// The directory that the path leads to, if it leads to one.
  Optional<Path> directory() {
    return target.filter(Target::isDirectory).map(Target::path);
  }

  /// The file that the path leads to, if it leads to one.
  Optional<Path> file() {
    return target.filter(t -> !t.isDirectory()).map(Target::path);
  }
}
