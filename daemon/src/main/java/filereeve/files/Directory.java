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
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An open directory. All names are relative to it, so that nobody can swap a part of the path
/// between a check and an action.
///
/// Thread: safe for use by many threads, but [#eachName] for one at a time.
public final class Directory implements Closeable {
  /// Identifies a directory, independent of its path.
  public record Identity(long device, long inode) {}

  private final Posix posix;
  private final Path path;
  private final Fd fd;
  private volatile @Nullable Identity identity;

  /// Takes ownership of the handle.
  Directory(Posix posix, Path path, Fd fd) {
    this.posix = posix;
    this.path = path;
    this.fd = fd;
  }

  /// @param path may lead through symbolic links as far as nobody else than root, or the user whose
  ///   permissions are used, could have made them
  public static Directory open(Posix posix, Path path) throws IOException {
    return new Directory(posix, path, posix.openDirectory(path));
  }

  /// Opens a directory; creates missing parts of its path with this mode.
  public static Directory openOrCreate(Posix posix, Path path, int mode) throws IOException {
    return new NewDirectory(posix, mode, Optional.empty()).openOrCreate(path);
  }

  /// Opens a directory; creates it with the owner, group and mode of another one, and missing parts
  /// of its path as our own.
  public static Directory openOrCreateLike(Posix posix, Path path, Stat like) throws IOException {
    return new NewDirectory(posix, like.mode(), Optional.of(like)).openOrCreate(path);
  }

  /// Opens a directory; if [#openOrCreateLike] was interrupted while it created it, finishes that.
  public static Directory openLike(Posix posix, Path path, Stat like) throws IOException {
    return new NewDirectory(posix, like.mode(), Optional.of(like)).open(path);
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

  /// How many bytes of a file are not in holes. A writer that does not append leaves a hole where
  /// its log was emptied: that is no growth.
  ///
  /// @param stat its attributes
  public long written(Path name, Stat stat) throws IOException {
    if (stat.type() != Stat.Type.REGULAR || !stat.mayHaveHoles()) {
      return stat.size();
    }
    Fd file = openForReading(name);
    try {
      return posix.written(file);
    } finally {
      posix.close(file);
    }
  }

  /// Opens an existing file, to overwrite it; a symbolic link is refused (`ELOOP`).
  public Fd openForWriting(Path name) throws IOException {
    return posix.open(fd, name, Open.WRITE, 0);
  }

  /// Creates a file; `EEXIST` if there is one already.
  public Fd create(Path name, int mode) throws IOException {
    return posix.open(fd, name, Open.CREATE_NEW, mode);
  }

  public Optional<Stat> stat(Path name) throws IOException {
    return posix.stat(fd, name);
  }

  /// Visits the names in it, in no order, however many there are.
  public void eachName(Consumer<Path> visit) throws IOException {
    posix.list(fd, visit);
  }

  /// Renames a file; never replaces another: `EEXIST`.
  public void rename(Path from, Directory toDirectory, Path to) throws IOException {
    posix.rename(fd, from, toDirectory.fd, to);
  }

  /// Renames a file within it; what has the new name is replaced in one step.
  public void replace(Path from, Path to) throws IOException {
    posix.replace(fd, from, fd, to);
  }

  /// Swaps two of its names in one step.
  ///
  /// @return false if the filesystem cannot
  public boolean swap(Path one, Path other) throws IOException {
    try {
      posix.swap(fd, one, fd, other);
      return true;
    } catch (PosixException e) {
      if (e.errno() == Errno.EINVAL) {
        return false;
      }
      throw e;
    }
  }

  public void unlink(Path name) throws IOException {
    posix.unlink(fd, name);
  }

  /// Removes a file, unless it is gone already.
  ///
  /// @return whether it was there
  public boolean remove(Path name) throws IOException {
    try {
      unlink(name);
      return true;
    } catch (PosixException e) {
      if (e.errno() == Errno.ENOENT) {
        return false;
      }
      throw e;
    }
  }

  /// Makes the directory's entries durable.
  public void sync() throws IOException {
    posix.sync(fd);
  }

  /// The content of a small file; empty if there is none.
  ///
  /// @param limit in bytes
  /// @throws RefusedException if it is longer, or is no regular file
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
      Stat stat = posix.stat(file);
      if (stat.type() != Stat.Type.REGULAR) {
        throw new RefusedException(path.resolve(name) + " is not a regular file");
      }
      if (stat.size() > limit) {
        throw tooLong(name, limit);
      }
      var content = new ByteArrayOutputStream((int) stat.size());
      byte[] part = new byte[8192];
      for (int got = posix.read(file, part, 0, part.length);
          got > 0;
          got = posix.read(file, part, 0, part.length)) {
        content.write(part, 0, got);
        if (content.size() > limit) {
          throw tooLong(name, limit);
        }
      }
      return Optional.of(content.toByteArray());
    } finally {
      posix.close(file);
    }
  }

  private RefusedException tooLong(Path name, int limit) {
    return new RefusedException(path.resolve(name) + " is longer than " + limit + " bytes");
  }

  /// Replaces a small file as a whole: after a crash it has the old content or the new, never a
  /// part of either.
  public void writeAtomically(Path name, byte[] content, int mode) throws IOException {
    Path temp = writeTemp(name, content, mode);
    try {
      replace(temp, name);
    } catch (PosixException e) {
      removeAfter(temp, e);
      throw e;
    }
    sync();
  }

  /// Creates a small file as a whole; `EEXIST` if there is one already.
  public void writeNew(Path name, byte[] content, int mode) throws IOException {
    Path temp = writeTemp(name, content, mode);
    try {
      rename(temp, this, name);
    } catch (PosixException e) {
      removeAfter(temp, e);
      throw e;
    }
    sync();
  }

  private Path writeTemp(Path name, byte[] content, int mode) throws IOException {
    Path temp = TempNames.of(name, TempNames.Purpose.WRITE);
    if (stat(temp).isPresent()) {
      unlink(temp);
    }
    createDurably(temp, content, mode);
    return temp;
  }

  /// Creates a file, and makes its content durable; `EEXIST` if there is one already, which is
  /// kept. After any other failure there is none.
  public void createDurably(Path name, byte[] content, int mode) throws IOException {
    try {
      Fd file = create(name, mode);
      try {
        posix.write(file, content, 0, content.length);
        posix.sync(file);
      } finally {
        posix.close(file);
      }
    } catch (PosixException e) {
      if (e.errno() != Errno.EEXIST) {
        removeAfter(name, e);
      }
      throw e;
    }
  }

  /// Removes a file, if it is there, after a failure. If that fails too, it is left to the next
  /// run.
  public void removeAfter(Path name, Exception failure) {
    try {
      if (stat(name).isPresent()) {
        unlink(name);
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
