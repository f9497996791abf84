package filereeve.testing;

import filereeve.posix.Fd;
import filereeve.testing.Change.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What the open descriptors of a program lead to.
///
/// Thread: under the lock of its user.
final class Handles {
  private final Map<Integer, Path> directories = new HashMap<>();

  /// By device and inode: a directory can be renamed while it is open.
  private final Map<Object, Path> paths = new HashMap<>();

  private final Map<Integer, Content> files = new HashMap<>();

  void openDirectory(Fd directory) {
    Path handle = Path.of("/proc/self/fd/" + directory.number());
    try {
      Object inode = Files.readAttributes(handle, "unix:dev,ino");
      Path path = handle.toRealPath();
      directories.put(directory.number(), paths.computeIfAbsent(inode, _ -> path));
    } catch (IOException _) {
      directories.put(directory.number(), Path.of(directory.path())); // it was removed already
    }
  }

  void open(Fd fd, Content file) {
    files.put(fd.number(), file);
  }

  void close(Fd fd) {
    directories.remove(fd.number());
    files.remove(fd.number());
  }

  Optional<Path> directory(Object fd) {
    return Optional.ofNullable(directories.get(((Fd) fd).number()));
  }

  Optional<Content> file(Object fd) {
    return Optional.ofNullable(files.get(((Fd) fd).number()));
  }

  /// The path of a name in an open directory, without symbolic links on the way.
  Path path(Object directory, Object name) {
    return directory(directory)
        .orElseGet(() -> real(Path.of(((Fd) directory).path())))
        .resolve((Path) name);
  }

  private static Path real(Path directory) {
    try {
      return directory.toRealPath();
    } catch (IOException _) {
      return directory; // removed already
    }
  }
}
