package filereeve.posix;

/// Who is trusted with what a path leads to: root, and one user more.
///
/// @param user whose permissions are used, or whose process is meant
public record TrustedUsers(int user) {
  private static final int ROOT = 0;

  /// Whether one of them owns it.
  public boolean own(Stat stat) {
    return stat.uid() == ROOT || stat.uid() == user;
  }

  /// Whether nobody else can swap what is in a directory. In a sticky directory everybody can swap
  /// only what is theirs. To whom a user other than root opens a directory of theirs, by its group,
  /// is their own affair.
  public boolean control(Stat directory) {
    boolean byGroup = directory.groupMayWrite() && directory.gid() != ROOT && isRoots(directory);
    return own(directory) && (directory.isSticky() || !(byGroup || directory.othersMayWrite()));
  }

  private static boolean isRoots(Stat stat) {
    return stat.uid() == ROOT;
  }
}
