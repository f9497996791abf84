package filereeve.replace;

import filereeve.files.Closing;
import filereeve.files.Directory;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.Stat;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// A file, and what it was like when it was opened. While it is open, no other file can get its
/// inode number.
///
/// @param opened its attributes when it was opened
record OpenFile(Posix posix, Directory directory, Fd fd, Stat opened) implements Closeable {
  /// Takes over the open file, and closes it if it fails.
  static OpenFile of(Posix posix, Directory directory, Fd fd) throws IOException {
    try {
      return new OpenFile(posix, directory, fd, posix.stat(fd));
    } catch (IOException e) {
      Closing.suppressed(e, () -> posix.close(fd));
      throw e;
    }
  }

  void beginSync() throws IOException {
    posix.beginSync(fd);
  }

  void sync() throws IOException {
    posix.sync(fd);
  }

  /// Whether the open file is still what it was; its name does not matter.
  boolean isUnchanged() throws IOException {
    return isUnchanged(posix.stat(fd));
  }

  /// Whether this name still leads to it, and it is still what it was.
  boolean isUnchangedAt(Path name) throws IOException {
    Optional<Stat> now = directory.stat(name);
    return now.isPresent() && isUnchanged(now.get());
  }

  /// Whether these are still its attributes. The change time is left out on purpose: renaming the
  /// file, as rotation does, sets it.
  boolean isUnchanged(Stat now) {
    return now.sameInode(opened)
        && now.type() == opened.type()
        && now.size() == opened.size()
        && now.modified().equals(opened.modified())
        && now.links() == opened.links();
  }

  @Override
  public void close() throws IOException {
    posix.close(fd);
  }
}
