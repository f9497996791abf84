package filereeve.kind.reload;

import filereeve.posix.Errno;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What a path led to.
///
/// @param kind `link`, `directory`, `file` or `other`
/// @param key the same for all paths of one file
record Found(String kind, Object key, int uid) {
  /// Empty if there is nothing, which a link that leads nowhere leads to.
  static Optional<Found> at(Path path, Posix posix, LinkOption... options) throws IOException {
    try {
      return Optional.of(read(path, options));
    } catch (NoSuchFileException | NotDirectoryException _) {
      return Optional.empty();
    } catch (FileSystemException e) {
      if (List.of(options).isEmpty() && isLoop(path, posix)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Found read(Path path, LinkOption... options) throws IOException {
    Map<String, Object> read =
        Files.readAttributes(
            path, "unix:isDirectory,isRegularFile,isSymbolicLink,fileKey,uid", options);
    return new Found(
        Objects.equals(read.get("isSymbolicLink"), true)
            ? "link"
            : Objects.equals(read.get("isDirectory"), true)
                ? "directory"
                : Objects.equals(read.get("isRegularFile"), true) ? "file" : "other",
        Objects.requireNonNull(read.get("fileKey"), "Linux has inodes"),
        read.get("uid") instanceof Integer uid ? uid : -1);
  }

  /// Whether links lead to one another only. The JDK says so in the host's language.
  private static boolean isLoop(Path path, Posix posix) throws IOException {
    try {
      posix.close(posix.openDirectory(path));
      return false;
    } catch (PosixException e) {
      return e.errno() == Errno.ELOOP;
    }
  }

  boolean isA(String wanted) {
    return kind.equals(wanted);
  }
}
