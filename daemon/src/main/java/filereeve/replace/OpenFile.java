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

/// An open file and its attributes when it was opened. While it is open, no other file can get its
/// inode number.
///
/// @param opened its attributes when it was opened
record OpenFile(Posix posix, Directory directory, Fd fd, Stat opened) implements Closeable {
  /// Takes ownership of the descriptor, and closes it on failure.
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

  /// Whether the file is unchanged since it was opened, under whatever name.
  boolean isUnchanged() throws IOException {
    return isUnchanged(posix.stat(fd));
  }

  /// Whether this name still refers to the file, and the file is unchanged.
  boolean isUnchangedAt(Path name) throws IOException {
    Optional<Stat> now = directory.stat(name);
    return now.isPresent() && isUnchanged(now.get());
  }

  /// Whether these attributes are those of the unchanged file. The change time is ignored on
  /// purpose: renaming the file, as rotation does, sets it.
  boolean isUnchanged(Stat now) {
    return isUnchanged(opened, now);
  }

  static boolean isUnchanged(Stat before, Stat now) {
    return now.sameInode(before)
        && now.type() == before.type()
        && now.size() == before.size()
        && now.modified().equals(before.modified())
        && now.links() == before.links();
  }

  @Override
  public void close() throws IOException {
    posix.close(fd);
  }
}
