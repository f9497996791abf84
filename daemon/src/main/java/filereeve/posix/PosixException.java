package filereeve.posix;

import java.io.IOException;

/// A system call failed.
public sealed class PosixException extends IOException permits NoSuchAccountException {
  private static final long serialVersionUID = 1L;

  private final Errno errno;

  /// @param call such as `fsync`
  /// @param object the path, or what else the call was about
  public PosixException(String call, String object, Errno errno) {
    this(call, object, errno, errno.number());
  }

  PosixException(String call, String object, Errno errno, int number) {
    super(
        "%s %s: %s%s"
            .formatted(
                call,
                object,
                errno.meaning(),
                errno == Errno.OTHER ? " (errno " + number + ")" : ""));
    this.errno = errno;
  }

  PosixException(String message, Errno errno) {
    super(message);
    this.errno = errno;
  }

  public Errno errno() {
    return errno;
  }
}
