package filereeve.posix;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A system call failed. The message has the call, its object and the errno's text.
public sealed class PosixException extends IOException
    permits NoSuchAccountException, UntrustedLinkException {
  private static final long serialVersionUID = 1L;

  private final Errno errno;
  private final @Nullable Obstacle obstacle;

  /// @param call such as `fsync`
  /// @param object the path, or what else the call was about
  public PosixException(String call, String object, Errno errno) {
    this(call, object, errno, errno.number());
  }

  PosixException(String call, String object, Errno errno, int number) {
    this(
        "%s %s: %s%s"
            .formatted(call, object, errno.text(), errno == Errno.OTHER ? " " + number : ""),
        errno);
  }

  PosixException(String message, Errno errno) {
    super(message);
    this.errno = errno;
    this.obstacle = null;
  }

  /// The same failure, explained.
  public PosixException(PosixException failure, Obstacle obstacle) {
    super("%s (%s)".formatted(failure.getMessage(), obstacle), failure);
    this.errno = failure.errno;
    this.obstacle = obstacle;
  }

  public Errno errno() {
    return errno;
  }

  /// What prevented the call; empty where the errno says it, or nothing is known.
  public Optional<Obstacle> obstacle() {
    return Optional.ofNullable(obstacle);
  }
}
