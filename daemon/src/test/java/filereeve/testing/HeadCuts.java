package filereeve.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.posix.Fd;
import filereeve.posix.Filesystem;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import java.io.IOException;
import java.nio.file.Path;

/// Whether blocks can be taken out of a file's head where a test works.
public final class HeadCuts {
  private HeadCuts() {}

  public static void assumePossible(Path directory) throws IOException {
    assumeTrue(arePossible(directory), "only ext4 and xfs can take blocks out of a file");
  }

  public static boolean arePossible(Path directory) throws IOException {
    Posix posix = new LinuxPosix();
    Fd fd = posix.openDirectory(directory);
    try {
      long type = posix.filesystem(fd).type();
      return type == Filesystem.EXT4 || type == Filesystem.XFS;
    } finally {
      posix.close(fd);
    }
  }
}
