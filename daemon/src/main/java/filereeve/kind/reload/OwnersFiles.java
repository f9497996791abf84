package filereeve.kind.reload;

import filereeve.files.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/// What was read of a rule's files, and whose they are. A user who has more than the limit allows
/// loses all of his, and takes nobody else's place; with root or the daemon's user, the whole
/// reading is refused.
final class OwnersFiles {
  /// Of one owner. A configuration has fewer.
  private static final int MOST_FILES = 10_000;

  /// Of all owners: what memory holds.
  private static final int MOST_IN_ALL = 3 * MOST_FILES;

  /// Of one owner.
  private static final int MOST_DIRECTORIES = 100_000;

  private static final String REMEDY = "Name fewer in `watch`, or more in `ignore`";

  /// A file or directory that was not read.
  record Unread(Path path, IOException why) {}

  private record Noted(String word, int owner) {}

  private final IntPredicate trusted;
  private final TreeMap<String, Noted> noted = new TreeMap<>();
  private final Map<Integer, Integer> files = new HashMap<>();
  private final Map<Integer, Integer> directories = new HashMap<>();
  private final Set<Integer> beyond = new HashSet<>();
  private final SortedMap<Integer, Unread> unread = new TreeMap<>();

  /// @param trusted whether this is the id of root or of the daemon's user
  OwnersFiles(IntPredicate trusted) {
    this.trusted = trusted;
  }

  /// Whether he has more than the limit allows.
  boolean isBeyond(int owner) {
    return beyond.contains(owner);
  }

  void put(Path path, int owner, String word) throws RefusedException {
    if (isBeyond(owner) || noted.put(Snapshot.name(path), new Noted(word, owner)) != null) {
      return;
    }
    if (files.merge(owner, 1, Integer::sum) > MOST_FILES) {
      tooMany(path, owner, "there are more than %d files of one owner".formatted(MOST_FILES));
    }
    if (noted.size() > MOST_IN_ALL) {
      throw new RefusedException("there are more than %d files. %s".formatted(MOST_IN_ALL, REMEDY));
    }
  }

  void unreadable(Path path, int owner, IOException why) throws RefusedException {
    unread.putIfAbsent(owner, new Unread(path, why));
    put(path, owner, Snapshot.UNREADABLE);
  }

  /// @return whether it is to be read
  boolean addDirectory(Path directory, int owner) throws RefusedException {
    if (directories.merge(owner, 1, Integer::sum) > MOST_DIRECTORIES) {
      tooMany(
          directory,
          owner,
          "there are more than %d directories of one owner".formatted(MOST_DIRECTORIES));
    }
    return !isBeyond(owner);
  }

  private void tooMany(Path path, int owner, String what) throws RefusedException {
    var refused = new RefusedException(what + ". " + REMEDY);
    if (trusted.test(owner)) {
      throw refused;
    }
    beyond.add(owner);
    unread.put(owner, new Unread(path, refused));
  }

  /// Without the files of whoever has too many: which of them were read first is chance.
  Snapshot snapshot() {
    var hashes = new TreeMap<String, String>();
    noted.forEach(
        (name, file) -> {
          if (!isBeyond(file.owner)) {
            hashes.put(name, file.word);
          }
        });
    return new Snapshot(hashes);
  }

  /// One of each owner's files that were not read, by the owner's id.
  SortedMap<Integer, Unread> unread() {
    return Collections.unmodifiableSortedMap(unread);
  }
}
