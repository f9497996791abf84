package filereeve.posix;

/// The host knows no such user or group.
public final class NoSuchAccountException extends PosixException {
  private static final long serialVersionUID = 1L;

  NoSuchAccountException(String kind, String name) {
    super("there is no %s \"%s\"".formatted(kind, name), Errno.ESRCH);
  }
}
