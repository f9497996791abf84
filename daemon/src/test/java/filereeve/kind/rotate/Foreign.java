package filereeve.kind.rotate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Files that lie around and are no business of the rule's. Some look very much like its own.
final class Foreign {
  /// What is beside a log `app.log` and not an archive of it.
  private static final List<String> NAMES =
      List.of(
          "notes.txt",
          "app.log.bak",
          "app.log.old",
          "app.log.1000",
          "app.log.01",
          "app.log.1.orig",
          "app.log-2026",
          "app.log-20269999",
          "app.log-20261121T000000",
          "app.log.1.zst.part",
          "app.log.zst",
          ".app.log.swp",
          "wtmp.1",
          "lib.so.20260101");

  /// All that `stat` says of a file that nobody touched, its change time and number of links among
  /// it, and its content.
  private record Print(Map<String, Object> attributes, String content) {}

  private final Map<Path, Print> prints = new HashMap<>();

  static List<String> names() {
    return NAMES;
  }

  /// Makes a file, if there is none of this name.
  void make(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(ArchivePlace.directoryOf(file));
      Files.writeString(file, "nothing of yours: " + file.getFileName() + "\n");
      prints.put(file, print(file));
    }
  }

  /// A symbolic link that the rule's globs name, to a file elsewhere.
  void link(Path link, Path target) throws IOException {
    make(target);
    Files.createDirectories(ArchivePlace.directoryOf(link));
    if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
      Files.createSymbolicLink(link, target);
      prints.put(link, print(link));
    }
  }

  boolean contains(Path file) {
    return prints.containsKey(file);
  }

  void requireUntouched() throws IOException {
    for (Map.Entry<Path, Print> each : prints.entrySet()) {
      if (!print(each.getKey()).equals(each.getValue())) {
        throw new AssertionError(
            "%s was %s and is %s".formatted(each.getKey(), each.getValue(), print(each.getKey())));
      }
    }
  }

  private static Print print(Path file) throws IOException {
    var attributes =
        new HashMap<>(
            Files.readAttributes(
                file,
                "unix:ino,mode,uid,gid,nlink,size,ctime,lastModifiedTime",
                LinkOption.NOFOLLOW_LINKS));
    return new Print(attributes, Files.isSymbolicLink(file) ? "" : Files.readString(file));
  }
}
