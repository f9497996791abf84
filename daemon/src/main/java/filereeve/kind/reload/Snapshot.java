package filereeve.kind.reload;

import static java.nio.charset.StandardCharsets.UTF_8;

import filereeve.posix.PathBytes;
import filereeve.posix.Stat;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// What the watched files held at one moment, and who could read them.
///
/// Times are left out: a copy of the same content must not reload a service.
///
/// @param hashes one word for each file, by [#name]: the hash of its content (SHA-256 in hex), mode
///   and owner
record Snapshot(SortedMap<String, String> hashes) {
  /// For a file that a program writes all the time.
  static final String CHANGING = "changing";

  /// For a file or directory of a user's that cannot be read.
  static final String UNREADABLE = "unreadable";

  static String file(String hash, Stat stat) {
    return "%s:%04o:%d:%d".formatted(hash, stat.mode(), stat.uid(), stat.gid());
  }

  /// Of a file too large to be read each time.
  static String large(Stat stat) {
    return file("large-%d-%d".formatted(stat.size(), stat.modified().toEpochMilli()), stat);
  }

  /// Of a symbolic link that is not followed: where it leads.
  static String link(Path target) {
    return "link:" + HexFormat.of().formatHex(sha256().digest(target.toString().getBytes(UTF_8)));
  }

  /// The bytes of a path, percent-encoded: exact for any name, and free of spaces and line ends.
  static String name(Path path) {
    return PathBytes.encoded(path);
  }

  static Path path(String name) {
    return Path.of(URI.create("file://" + name));
  }

  /// One hash of all names and contents.
  String digest() {
    MessageDigest sha = sha256();
    hashes.forEach((name, hash) -> sha.update((hash + " " + name + "\n").getBytes(UTF_8)));
    return HexFormat.of().formatHex(sha.digest());
  }

  /// The hash by which contents are compared.
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// The same, where whatever cannot be read is as it was in an earlier snapshot: nobody knows that
  /// it changed.
  Snapshot keeping(Snapshot earlier) {
    var kept = new TreeMap<>(hashes);
    hashes.forEach(
        (name, hash) -> {
          if (hash.equals(UNREADABLE)) {
            var below = earlier.hashes.subMap(name + "/", name + "0"); // the character after it
            String known = earlier.hashes.get(name);
            if (known != null) {
              kept.put(name, known);
            } else if (!below.isEmpty()) {
              kept.remove(name);
            }
            below.forEach(kept::putIfAbsent);
          }
        });
    return new Snapshot(kept);
  }

  /// The part whose paths satisfy a condition.
  Snapshot only(Predicate<Path> wanted) {
    var part = new TreeMap<String, String>();
    hashes.forEach(
        (name, hash) -> {
          if (wanted.test(path(name))) {
            part.put(name, hash);
          }
        });
    return new Snapshot(part);
  }

  /// The files that were made, changed or removed since an earlier snapshot.
  List<Path> changedSince(Snapshot earlier) {
    SortedSet<String> names = new TreeSet<>(hashes.keySet());
    names.addAll(earlier.hashes.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(hashes.get(name), earlier.hashes.get(name)))
        .map(Snapshot::path)
        .toList();
  }
}
