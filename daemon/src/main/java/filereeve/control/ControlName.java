package filereeve.control;

import static java.util.Objects.requireNonNull;

import filereeve.files.Closing;
import filereeve.files.Directory;
import filereeve.files.PathTrust;
import filereeve.files.RefusedException;
import filereeve.files.Trust;
import filereeve.posix.Connection;
import filereeve.posix.Errno;
import filereeve.posix.Listener;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// The control socket's name in its directory, which is there as long as the daemon listens.
///
/// @param bound the name's attributes
record ControlName(Directory directory, Path name, Listener listener, Stat bound)
    implements Closeable {
  /// @throws IOException if that is not possible, or not safe; the message is a sentence
  static ControlName take(Posix posix, ControlSettings settings) throws IOException {
    Path socket = settings.socket();
    Path name = requireNonNull(socket.getFileName());
    Directory directory = Directory.open(posix, requireNonNull(socket.getParent()));
    try {
      requireSafe(posix, directory);
      removeStale(posix, directory, name);
      Listener listener =
          posix.listen(directory.fd(), name, settings.mode(), group(posix, settings));
      try {
        return new ControlName(directory, name, listener, directory.stat(name).orElseThrow());
      } catch (IOException | RuntimeException e) {
        listener.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      Closing.suppressed(e, directory);
      throw e;
    }
  }

  /// Whoever can change the directory could have the daemon give another file the socket's mode.
  private static void requireSafe(Posix posix, Directory directory) throws IOException {
    if (posix.stat(directory.fd()).othersMayWrite()) {
      throw new RefusedException(
          "everybody may write to %s. Name another directory in daemon.control.socket"
              .formatted(directory.path()));
    }
    Optional<Trust.Distrust> distrust = new PathTrust(posix).distrust(directory.path());
    if (distrust.isPresent()) {
      throw new RefusedException(
          "%s, so that somebody else could put another file in the socket's place. %s, or name another directory in daemon.control.socket"
              .formatted(distrust.get().why(), distrust.get().remedy()));
    }
  }

  private static OptionalInt group(Posix posix, ControlSettings settings) throws IOException {
    if (settings.group().isEmpty()) {
      return OptionalInt.empty();
    }
    String group = settings.group().get();
    OptionalInt id = posix.groupId(group);
    if (id.isEmpty()) {
      throw new RefusedException(
          "the group \"%s\" does not exist. Create it, or change daemon.control.group"
              .formatted(group));
    }
    return id;
  }

  /// A daemon that was killed has left its socket.
  private static void removeStale(Posix posix, Directory directory, Path name) throws IOException {
    Optional<Stat> there = directory.stat(name);
    if (there.isEmpty()) {
      return;
    }
    Path socket = directory.path().resolve(name);
    if (there.get().type() != Stat.Type.SOCKET) {
      throw new RefusedException(
          "%s is no socket. Remove it, or change daemon.control.socket".formatted(socket));
    }
    if (isAnswered(posix, socket)) {
      throw new RefusedException(
          "another daemon listens on %s. Give this one its own daemon.control.socket"
              .formatted(socket));
    }
    directory.unlink(name);
  }

  private static boolean isAnswered(Posix posix, Path socket) throws IOException {
    try (Connection _ = posix.connect(socket)) {
      return true;
    } catch (PosixException e) {
      if (e.errno() == Errno.ECONNREFUSED || e.errno() == Errno.ENOENT) {
        return false;
      }
      throw e;
    }
  }

  /// Removes the name, unless another file has it by now.
  @Override
  public void close() throws IOException {
    try (directory;
        listener) {
      if (directory.stat(name).filter(bound::sameInode).isPresent()) {
        directory.unlink(name);
      }
    }
  }
}
