package filereeve.posix;

import java.io.IOException;

/// The list of further users and groups that may access a file or directory. With one, the mode's
/// bits for the group say what the list allows at most.
public final class AccessControlList {
  private AccessControlList() {}

  public static boolean isOn(Posix posix, Fd file) throws IOException {
    try {
      return posix.attribute(file, "system.posix_acl_access").isPresent();
    } catch (PosixException e) {
      if (e.errno() != Errno.EOPNOTSUPP) {
        throw e;
      }
      return false;
    }
  }
}
