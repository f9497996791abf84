package filereeve.posix;

import java.io.IOException;

/// The list of further users and groups that may access a file or directory. With one, the mode's
/// bits for the group say what the list allows at most.
public final class AccessControlList {
  private static final String NAME = "system.posix_acl_access";

  private AccessControlList() {}

  public static boolean isOn(Posix posix, Fd file) throws IOException {
    try {
      return posix.attribute(file, NAME).isPresent();
    } catch (PosixException e) {
      if (e.errno() != Errno.EOPNOTSUPP) {
        throw e;
      }
      return false;
    }
  }

  /// Leaves it to the mode who may access a file. The mode is to be set afterwards: its bits for
  /// the group still say what the list allowed at most.
  public static void remove(Posix posix, Fd file) throws IOException {
    if (isOn(posix, file)) {
      posix.removeAttribute(file, NAME);
    }
  }
}
