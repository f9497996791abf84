package filereeve.posix;

import java.io.IOException;

/// Who is trusted with what a path leads to: root, and one user more.
///
/// @param user whose permissions are used, or whose process is meant
public record TrustedUsers(int user) {
  private static final int ROOT = 0;

  /// Whether one of them owns it.
  public boolean own(Stat stat) {
    return stat.uid() == ROOT || stat.uid() == user;
  }

  /// Whether there is an access control list, with which the mode's bits for the group do not say
  /// who may write.
  public interface AclCheck {
    boolean isOn() throws IOException;
  }

  /// Whether nobody else can swap what is in a directory. In a sticky directory everybody can swap
  /// only what is theirs. To whom a user other than root opens a directory of theirs, by its group,
  /// is their own affair.
  ///
  /// @param acl is asked only where the group's bits decide
  public boolean control(Stat directory, AclCheck acl) throws IOException {
    return own(directory)
        && (directory.isSticky()
            || !(directory.othersMayWrite() || isOpenToOthers(directory, acl)));
  }

  /// Whether more than root can write to a file or directory of root's, by its group or an access
  /// control list.
  public static boolean isOpenToOthers(Stat stat, AclCheck acl) throws IOException {
    return isRoots(stat) && stat.groupMayWrite() && (stat.gid() != ROOT || acl.isOn());
  }

  private static boolean isRoots(Stat stat) {
    return stat.uid() == ROOT;
  }
}
