package filereeve.files;

import filereeve.posix.Errno;
import filereeve.posix.Open;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;

/// Creates directories where a path ends too early.
///
/// Each is created relative to the open directory above it, opened, and inspected before anything
/// is changed on it: whoever can write to the directory above could swap the new one for something
/// else. A link is never opened, and what is not of our own user keeps its owner and mode.
///
/// A new directory gets its mode last, when its name and owner are durable. Until then it has one
/// that nobody else gives a directory, so that the next run recognizes and finishes what an
/// interrupted one began.
///
/// @param like has the owner and group of the directory itself. Those above it that are missing are
///   our own, so that its owner gets nothing that others come to share
record NewDirectory(Posix posix, int mode, Optional<Stat> like) {
  /// Only our own user may use it, which makes the sticky bit pointless.
  private static final int UNFINISHED = 01700;

  /// The set-group-ID bit, which the directory above can have passed on.
  private static final int INHERITED = 02000;

  private static final int ABOVE = 0755;

  Directory openOrCreate(Path path) throws IOException {
    Path parent = path.getParent();
    try {
      return open(path);
    } catch (PosixException e) {
      if (e.errno() != Errno.ENOENT || parent == null) {
        throw e;
      }
    }
    try (Directory above = forParents().openOrCreate(parent)) {
      return create(above, path);
    }
  }

  /// Opens a directory that exists, and finishes it if a run was interrupted that created it.
  Directory open(Path path) throws IOException {
    var directory = Directory.open(posix, path);
    try {
      Path parent = path.getParent();
      if (parent != null && isUnfinished(directory)) {
        try (Directory above = Directory.open(posix, parent)) {
          finish(above, directory);
        }
      }
      return directory;
    } catch (IOException e) {
      Closing.suppressed(e, directory);
      throw e;
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
      if (created ? isOurs(posix.stat(directory.fd())) : isUnfinished(directory)) {
        finish(above, directory);
      } else {
        above.sync();
      }
      return directory;
    } catch (IOException e) {
      Closing.suppressed(e, directory);
      throw e;
    }
  }

  /// @return false if the name is taken
  private boolean makeDirectory(Directory above, Path name) throws IOException {
    try {
      posix.mkdir(above.fd(), name, UNFINISHED);
      return true;
    } catch (PosixException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
      return false;
    }
  }

  private boolean isOurs(Stat directory) throws IOException {
    return directory.uid() == posix.effectiveUser();
  }

  /// It may have got its owner already. What is in use has its mode.
  private boolean isUnfinished(Directory directory) throws IOException {
    Stat stat = posix.stat(directory.fd());
    boolean owned = isOurs(stat) || like.filter(owner -> owner.uid() == stat.uid()).isPresent();
    if (!owned || (stat.mode() & ~INHERITED) != UNFINISHED) {
      return false;
    }
    var names = new ArrayList<Path>();
    directory.eachName(names::add);
    return names.isEmpty();
  }

  private void finish(Directory above, Directory directory) throws IOException {
    if (like.isPresent()) {
      Ownership.give(posix, directory.fd(), like.get().uid(), like.get().gid());
    }
    directory.sync();
    above.sync();
    posix.chmod(directory.fd(), mode);
    directory.sync();
  }
}
