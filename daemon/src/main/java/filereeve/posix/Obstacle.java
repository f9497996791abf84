package filereeve.posix;

import java.io.Serializable;

/// What prevented a system call, where its errno alone does not say it.
///
/// @param path of the file, or of the directory
public record Obstacle(Kind kind, String path) implements Serializable {
  /// Each kind, as it follows the path in a message.
  public enum Kind {
    /// `chattr +i`.
    IMMUTABLE("is immutable"),
    /// `chattr +a`.
    APPEND_ONLY("is append-only"),
    MOUNT_POINT("is a mount point"),
    NO_INODES("is on a filesystem without a free inode"),
    /// As a unit's sandbox, or a container, closes it.
    READ_ONLY_MOUNT("is on a read-only mount of a writable filesystem");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  @Override
  public String toString() {
    return path + " " + kind.text;
  }
}
