package filereeve.files;

import filereeve.posix.AccessControlList;
import filereeve.posix.Posix;
import filereeve.posix.Stat;
import filereeve.posix.TrustedUsers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Who can swap what a path leads to: whoever controls one of the directories on it.
public final class PathControl {
  private PathControl() {}

  /// The first directory, from the top, that others control too, with its owner and mode; empty if
  /// there is none.
  ///
  /// @param directory a path without symbolic links, such as [Path#toRealPath] makes it: what is on
  ///   the way of a link is not inspected
  public static Optional<String> shared(Posix posix, Path directory, TrustedUsers trusted)
      throws IOException {
    Path parent = directory.getParent();
    Optional<String> above = parent == null ? Optional.empty() : shared(posix, parent, trusted);
    if (above.isPresent()) {
      return above;
    }
    try (Directory open = Directory.open(posix, directory)) {
      Stat stat = posix.stat(open.fd());
      return trusted.control(stat, () -> AccessControlList.isOn(posix, open.fd()))
          ? Optional.empty()
          : Optional.of(
              "%s (user %d, group %d, mode %04o)"
                  .formatted(directory, stat.uid(), stat.gid(), stat.mode()));
    }
  }
}
