package filereeve.kind.rotate;

import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import java.io.IOException;
import java.util.Optional;

/// What is still to be said about an archive by mail, and what was said: an extended attribute of
/// the file itself. So it goes with it to other names and into its compressed variant, and goes
/// when it goes.
final class MailMark {
  private static final String NAME = "user.filereeve.mail";

  /// It is new, and was not mailed yet.
  static final String NEW = "new";

  /// It was told that it is too large to be mailed, and is therefore not removed.
  static final String TOO_LARGE = "too-large";

  private final Posix posix;

  MailMark(Posix posix) {
    this.posix = posix;
  }

  boolean is(String mark, Fd file) throws IOException {
    return read(file).equals(Optional.of(mark));
  }

  /// Whether the filesystem of a file or directory has such marks.
  boolean isPossible(Fd file) throws IOException {
    return read(file).isPresent();
  }

  /// @return empty if the filesystem has no marks, else the mark or an empty text
  private Optional<String> read(Fd file) throws IOException {
    try {
      return Optional.of(posix.attribute(file, NAME).orElse(""));
    } catch (PosixException e) {
      if (e.errno() == Errno.EOPNOTSUPP) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// @return false if the filesystem has no such marks, or they may not be set here
  boolean put(String mark, Fd file) throws IOException {
    try {
      posix.setAttribute(file, NAME, mark);
      return true;
    } catch (PosixException e) {
      if (isImpossible(e.errno())) {
        return false;
      }
      throw e;
    }
  }

  void remove(Fd file) throws IOException {
    try {
      posix.removeAttribute(file, NAME);
    } catch (PosixException e) {
      if (e.errno() != Errno.ENODATA) {
        throw e;
      }
    }
  }

  private static boolean isImpossible(Errno errno) {
    return errno == Errno.EOPNOTSUPP || errno == Errno.EPERM || errno == Errno.EACCES;
  }
}
