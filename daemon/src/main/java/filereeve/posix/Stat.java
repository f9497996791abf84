package filereeve.posix;

import java.time.Instant;

/// The attributes of a file, as the kernel has them.
///
/// @param mode permission bits only, such as 0640
/// @param allocated bytes on disk
/// @param born when the inode was made; where the filesystem does not know, the earlier of
///   `modified` and `changed`
/// @param changed the inode's change time (ctime)
public record Stat(
    Type type,
    long device,
    long inode,
    int mode,
    int links,
    int uid,
    int gid,
    long size,
    long allocated,
    Instant accessed,
    Instant modified,
    Instant changed,
    Instant born) {

  /// What kind of file it is.
  public enum Type {
    REGULAR,
    DIRECTORY,
    SYMLINK,
    OTHER
  }

  public boolean groupMayWrite() {
    return (mode & 0020) != 0;
  }

  /// Whether everybody may write.
  public boolean othersMayWrite() {
    return (mode & 0002) != 0;
  }

  public boolean sameInode(Stat other) {
    return device == other.device && inode == other.inode;
  }
}
