package filereeve.kind.rotate;

import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import java.io.IOException;
import java.util.Optional;

/// Marks an archive for a pending delivery, or as reported, in an extended attribute of the file
/// itself. So the mark follows the file to other names and into its compressed variant, and is
/// deleted with it.
enum DeliveryMark {
  /// It is new, and was not mailed yet.
  MAIL_PENDING("user.filereeve.mail", "new"),

  /// It was reported that it is too large to be mailed, and is therefore not removed.
  TOO_LARGE("user.filereeve.mail", "too-large"),

  /// It is new, and its command has not succeeded yet.
  RUN_PENDING("user.filereeve.run", "new");

  private final String attribute;
  private final String value;

  DeliveryMark(String attribute, String value) {
    this.attribute = attribute;
    this.value = value;
  }

  boolean isOn(Posix posix, Fd file) throws IOException {
    return read(posix, file).equals(Optional.of(value));
  }

  /// Whether the filesystem of a file or directory supports such marks.
  static boolean arePossible(Posix posix, Fd file) throws IOException {
    return MAIL_PENDING.read(posix, file).isPresent();
  }

  /// @return empty if the filesystem has no marks, else the mark or an empty text
  private Optional<String> read(Posix posix, Fd file) throws IOException {
    try {
      return Optional.of(posix.attribute(file, attribute).orElse(""));
    } catch (PosixException e) {
      if (e.errno() == Errno.EOPNOTSUPP) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Marks a file durably: what the mark promises must not be forgotten when the file has become an
  /// archive.
  ///
  /// @return false if the filesystem has no such marks, or they are not permitted here
  boolean put(Posix posix, Fd file) throws IOException {
    try {
      posix.setAttribute(file, attribute, value);
    } catch (PosixException e) {
      if (e.errno() == Errno.EOPNOTSUPP || e.errno() == Errno.EPERM || e.errno() == Errno.EACCES) {
        return false;
      }
      throw e;
    }
    posix.sync(file);
    return true;
  }

  void remove(Posix posix, Fd file) throws IOException {
    try {
      posix.removeAttribute(file, attribute);
    } catch (PosixException e) {
      if (e.errno() != Errno.ENODATA) {
        throw e;
      }
    }
  }
}
