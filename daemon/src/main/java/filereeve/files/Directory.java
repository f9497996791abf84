package filereeve.files;

import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.Open;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An open directory. All names are taken relative to it, so that nobody can exchange a part of the
/// path between looking and acting.
///
/// Thread: the directory's names may be used by several threads, [#names] by one at a time.
public final class Directory implements Closeable {
  private static final int ROOT = 0;

  /// Which directory it is, whatever path led there.
  public record Identity(long device, long inode) {}

  private final Posix posix;
  private final Path path;
  private final Fd fd;
  private volatile @Nullable Identity identity;

  private Directory(Posix posix, Path path, Fd fd) {
    this.posix = posix;
    this.path = path;
    this.fd = fd;
  }

  /// @param path may lead over symbolic links: it is what the administrator named
  public static Directory open(Posix posix, Path path) throws IOException {
    return new Directory(posix, path, posix.openDirectory(path));
  }

  /// Opens a directory; what is missing of its path is made, with this mode.
  public static Directory openOrMake(Posix posix, Path path, int mode) throws IOException {
    try {
      return open(posix, path);
    } catch (PosixException e) {
      if (e.errno() != Errno.ENOENT || path.getParent() == null) {
        throw e;
      }
    }
    try (Directory parent = openOrMake(posix, path.getParent(), mode)) {
      parent.makeDirectory(path.getFileName(), mode);
    }
    return open(posix, path);
  }

  /// Refuses a directory in which somebody else could exchange files while root works on them.
  ///
  /// @throws RefusedException when run by root, and others or a group that is not root's may write
  ///   here
  public void requireTrusted() throws IOException {
    requireTrusted("Set its mode to 0755");
  }

  /// @param remedy what can be done about it
  public void requireTrusted(String remedy) throws IOException {
    if (posix.effectiveUser() != ROOT) {
      return;
    }
    Stat stat = posix.stat(fd);
    if (stat.othersMayWrite()) {
      throw unsafe("everybody may write in it", remedy);
    }
    if (stat.groupMayWrite() && stat.gid() != ROOT) {
      throw unsafe("its group (id " + stat.gid() + ") may write in it", remedy);
    }
  }

  private RefusedException unsafe(String why, String remedy) {
    return new RefusedException(
        "the directory %s is not safe for root to work in: %s. %s".formatted(path, why, remedy));
  }

  public Path path() {
    return path;
  }

  public Fd fd() {
    return fd;
  }

  public Identity identity() throws IOException {
    Identity known = identity;
    if (known == null) {
      Stat stat = posix.stat(fd);
      known = new Identity(stat.device(), stat.inode());
      identity = known;
    }
    return known;
  }

  /// Opens a file for reading; a symbolic link is refused (`ELOOP`).
  public Fd openForReading(Path name) throws IOException {
    return posix.open(fd, name, Open.READ, 0);
  }

  /// Opens a file that is there, to overwrite it; a symbolic link is refused (`ELOOP`).
  public Fd openForWriting(Path name) throws IOException {
    return posix.open(fd, name, Open.WRITE, 0);
  }

  /// Makes a file that must not exist yet.
  public Fd create(Path name, int mode) throws IOException {
    return posix.open(fd, name, Open.CREATE_NEW, mode);
  }

  public Optional<Stat> stat(Path name) throws IOException {
    return posix.stat(fd, name);
  }

  public List<Path> names() throws IOException {
    return posix.list(fd);
  }

  /// Renames, and never replaces: `EEXIST`.
  public void rename(Path from, Directory toDirectory, Path to) throws IOException {
    posix.rename(fd, from, toDirectory.fd, to);
  }

  public void unlink(Path name) throws IOException {
    posix.unlink(fd, name);
  }

  public void makeDirectory(Path name, int mode) throws IOException {
    try {
      posix.mkdir(fd, name, mode);
    } catch (PosixException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
    }
    sync();
  }

  /// Makes the directory's entries durable.
  public void sync() throws IOException {
    posix.sync(fd);
  }

  /// The content of a small file; empty if there is none.
  ///
  /// @param limit in bytes; a longer file is an error
  public Optional<byte[]> read(Path name, int limit) throws IOException {
    Fd file;
    try {
      file = openForReading(name);
    } catch (PosixException e) {
      if (e.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw e;
    }
    try {
      var content = new ByteArrayOutputStream();
      byte[] part = new byte[8192];
      for (int got = posix.read(file, part, 0, part.length);
          got > 0;
          got = posix.read(file, part, 0, part.length)) {
        content.write(part, 0, got);
        if (content.size() > limit) {
          throw new IOException(path.resolve(name) + " is longer than " + limit + " bytes");
        }
      }
      return Optional.of(content.toByteArray());
    } finally {
      posix.close(file);
    }
  }

  /// Replaces a small file as a whole: after a crash it has the old content or the new, never a
  /// part.
  public void writeAtomically(Path name, byte[] content, int mode) throws IOException {
    posix.replace(fd, writeTemp(name, content, mode), fd, name);
    sync();
  }

  /// Makes a small file as a whole; `EEXIST` if there is one already.
  public void writeNew(Path name, byte[] content, int mode) throws IOException {
    Path temp = writeTemp(name, content, mode);
    try {
      rename(temp, this, name);
    } catch (PosixException e) {
      unlink(temp);
      throw e;
    }
    sync();
  }

  private Path writeTemp(Path name, byte[] content, int mode) throws IOException {
    Path temp = TempNames.of(name, TempNames.Purpose.WRITE);
    if (stat(temp).isPresent()) {
      unlink(temp);
    }
    try {
      writeDurably(create(temp, mode), content);
      return temp;
    } catch (PosixException e) {
      removeTemp(temp, e);
      throw e;
    }
  }

  private void writeDurably(Fd file, byte[] content) throws IOException {
    try {
      posix.write(file, content, 0, content.length);
      posix.sync(file);
    } finally {
      posix.close(file);
    }
  }

  /// If that fails too, the next write of the same name begins with it.
  private void removeTemp(Path temp, IOException failure) {
    try {
      if (stat(temp).isPresent()) {
        unlink(temp);
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void close() throws IOException {
    posix.close(fd);
  }
}
