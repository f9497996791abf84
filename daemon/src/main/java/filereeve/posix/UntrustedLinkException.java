package filereeve.posix;

import java.nio.file.Path;

/// A path leads through a symbolic link that is not followed, because somebody could have made it
/// who is neither root nor the user whose permissions are used.
public final class UntrustedLinkException extends PosixException {
  private static final long serialVersionUID = 1L;

  /// @param owner of the link
  /// @param directory above the link, whose owner and mode let others make links below it
  UntrustedLinkException(Path link, int owner, Path directory, Stat control) {
    super(
        "the symbolic link %s (of user %d) is not followed, because others than root control %s (user %d, group %d, mode %04o)"
            .formatted(link, owner, directory, control.uid(), control.gid(), control.mode()),
        Errno.ELOOP);
  }

  UntrustedLinkException(Path link, int owner) {
    super(
        "the symbolic link %s is not followed, because it belongs to user %d"
            .formatted(link, owner),
        Errno.ELOOP);
  }
}
