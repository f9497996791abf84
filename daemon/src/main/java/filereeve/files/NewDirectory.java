package filereeve.files;

import filereeve.posix.Errno;
import filereeve.posix.Open;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Creates directories where a path ends too early.
///
/// Each is created relative to the open directory above it, opened, and inspected before anything
/// is changed on it: whoever can write to the directory above could swap the new one for something
/// else. A link is never opened, and what is not of our own user keeps its owner and mode.
///
/// @param like has the owner and group of the directory itself. Those above it that are missing are
///   our own, so that its owner gets nothing that others come to share
record NewDirectory(Posix posix, int mode, Optional<Stat> like) {
  private static final int ONLY_OURS = 0700;
  private static final int ABOVE = 0755;

  Directory openOrCreate(Path path) throws IOException {
    Path parent = path.getParent();
    try {
      return Directory.open(posix, path);
    } catch (PosixException e) {
      if (e.errno() != Errno.ENOENT || parent == null) {
        throw e;
      }
    }
    try (Directory above = forParents().openOrCreate(parent)) {
      return create(above, path);
    }
  }

  private NewDirectory forParents() {
    return like.isEmpty() ? this : new NewDirectory(posix, ABOVE, Optional.empty());
  }

  private Directory create(Directory above, Path path) throws IOException {
    Path name = path.getFileName();
    boolean created = makeDirectory(above, name);
    var directory = new Directory(posix, path, posix.open(above.fd(), name, Open.DIRECTORY, 0));
    try {
      if (created) {
        giveAttributes(directory);
      }
      above.sync();
      return directory;
    } catch (IOException e) {
      Closing.suppressed(e, directory);
      throw e;
    }
  }

  /// @return false if the name is taken
  private boolean makeDirectory(Directory above, Path name) throws IOException {
    try {
      posix.mkdir(above.fd(), name, ONLY_OURS);
      return true;
    } catch (PosixException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
      return false;
    }
  }

  private void giveAttributes(Directory directory) throws IOException {
    Stat created = posix.stat(directory.fd());
    if (created.uid() != posix.effectiveUser()) {
      return;
    }
    if (like.isPresent()) {
      Ownership.give(posix, directory.fd(), like.get().uid(), like.get().gid());
    }
    posix.chmod(directory.fd(), mode);
  }
}
