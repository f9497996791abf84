package filereeve.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import filereeve.posix.AccessControlList;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Whether anybody who is not trusted can change what a path leads to: the file, a directory on the
/// way from `/` to it, or what a symbolic link on the way leads through.
///
/// Trusted are root and the user that this process runs as, and the groups that have these users'
/// names. In a directory that others may write and that is sticky, as `/tmp` is, nobody can replace
/// what belongs to a trusted user.
public final class PathTrust implements Trust {
  /// As many links as Linux follows in one path.
  private static final int MOST_LINKS = 40;

  private static final int ROOT = 0;
  private static final int STICKY = 01000;
  private static final int GROUP_WRITE = 0020;
  private static final int OTHERS_WRITE = 0002;
  private static final int TYPE = 0170000;
  private static final int DIRECTORY = 0040000;
  private static final int LINK = 0120000;

  private record Attributes(int mode, int uid, int gid) {
    boolean has(int bits) {
      return (mode & bits) == bits;
    }

    boolean isA(int type) {
      return (mode & TYPE) == type;
    }
  }

  private final Posix posix;

  public PathTrust(Posix posix) {
    this.posix = posix;
  }

  @Override
  public Optional<Distrust> distrust(Path path) throws IOException {
    Deque<Path> names = new ArrayDeque<>();
    path.toAbsolutePath().forEach(names::addLast);
    Path at = Path.of("/");
    Attributes directory = attributes(at);
    Optional<Distrust> problem = changeable(at, directory);
    int links = 0;
    while (problem.isEmpty() && !names.isEmpty()) {
      Path entry = at.resolve(names.removeFirst()).normalize(); // `at` has no links
      Attributes found;
      try {
        found = attributes(entry);
      } catch (NoSuchFileException | NotDirectoryException _) {
        return Optional.empty();
      }
      if (isShared(directory) && !trustsUser(found.uid)) {
        return Optional.of(foreign(entry, found.uid, "in " + at + ", which others can write to,"));
      }
      if (!found.isA(LINK)) {
        at = entry;
        directory = found;
        problem = changeable(at, found);
      } else if (++links > MOST_LINKS) {
        return Optional.empty(); // it leads nowhere
      } else {
        Path target = Files.readSymbolicLink(entry);
        at = target.isAbsolute() ? Path.of("/") : at;
        directory = attributes(at);
        prepend(target, names);
      }
    }
    return problem;
  }

  private static void prepend(Path target, Deque<Path> names) {
    List<Path> parts = new ArrayList<>();
    target.forEach(parts::add);
    parts.reversed().forEach(names::addFirst);
  }

  private static Attributes attributes(Path path) throws IOException {
    Map<String, Object> read = Files.readAttributes(path, "unix:mode,uid,gid", NOFOLLOW_LINKS);
    return new Attributes(number(read, "mode"), number(read, "uid"), number(read, "gid"));
  }

  private static int number(Map<String, Object> attributes, String name) {
    return attributes.get(name) instanceof Integer number ? number : -1;
  }

  private Optional<Distrust> changeable(Path path, Attributes found) throws IOException {
    if (!trustsUser(found.uid)) {
      return Optional.of(foreign(path, found.uid, ""));
    }
    if (isShared(found)) {
      return Optional.empty();
    }
    if (found.has(OTHERS_WRITE)) {
      return Optional.of(
          new Distrust(path + " is writable by everybody", "Run: chmod o-w " + path));
    }
    if (found.has(GROUP_WRITE) && !trustsGroup(found.gid)) {
      return Optional.of(
          new Distrust(
              "%s is writable by its group (gid %d)".formatted(path, found.gid),
              "Run: chmod g-w " + path));
    }
    if (found.has(GROUP_WRITE) && hasAccessControlList(path)) {
      return Optional.of(
          new Distrust(
              path + " has an access control list that lets others write",
              "Run: setfacl -b " + path));
    }
    return Optional.empty();
  }

  private Distrust foreign(Path path, int uid, String where) {
    return new Distrust(
        "%s%s belongs to user %d".formatted(path, where.isEmpty() ? "" : " " + where, uid),
        "Run: chown %s %s".formatted(posix.effectiveUser() == ROOT ? "root" : "$USER", path));
  }

  /// Whether others can add names to a directory, and change none that is not theirs.
  private static boolean isShared(Attributes found) {
    return found.isA(DIRECTORY)
        && found.has(STICKY)
        && (found.has(OTHERS_WRITE) || found.has(GROUP_WRITE));
  }

  private boolean trustsUser(int uid) {
    return uid == ROOT || uid == posix.effectiveUser();
  }

  private boolean trustsGroup(int gid) throws IOException {
    if (gid == ROOT) {
      return true;
    }
    String own = System.getProperty("user.name", "");
    return posix.effectiveUser() != ROOT
        && !own.isEmpty()
        && posix.groupId(own).equals(OptionalInt.of(gid));
  }

  private boolean hasAccessControlList(Path path) throws IOException {
    Path parent = path.getParent();
    if (parent == null) {
      return false;
    }
    try (Directory directory = Directory.open(posix, parent)) {
      Fd file = directory.openForReading(path.getFileName());
      try {
        return AccessControlList.isOn(posix, file);
      } finally {
        posix.close(file);
      }
    }
  }
}
