package filereeve.posix;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// An open directory, and the system calls.
abstract class OneDirectory {
  final Posix posix = new LinuxPosix();
  @TempDir Path dir;
  Fd directory = new Fd(-1, "none");

  @BeforeEach
  void openTheDirectory() throws IOException {
    directory = posix.openDirectory(dir);
  }

  @AfterEach
  void closeTheDirectory() throws IOException {
    posix.close(directory);
  }
}
