package filereeve.inotify;

import java.io.IOException;

/// A failed call.
public final class InotifyException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int errno;

  /// @param object what the call was about
  /// @param cause the kernel's text of the error
  public InotifyException(String call, String object, int errno, String cause) {
    super("%s %s: %s".formatted(call, object, cause));
    this.errno = errno;
  }

  /// The kernel's number of the error, such as 28 for `ENOSPC`.
  public int errno() {
    return errno;
  }
}
