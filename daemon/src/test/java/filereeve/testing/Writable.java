package filereeve.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.posix.AccessList;
import filereeve.posix.LinuxPosix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Who else than root can write to a directory of root's.
public enum Writable {
  BY_EVERYBODY {
    @Override
    void let(Path directory) throws IOException {
      Files.setAttribute(directory, "unix:mode", 0757);
    }
  },
  BY_EVERYBODY_STICKY {
    @Override
    void let(Path directory) throws IOException {
      Files.setAttribute(directory, "unix:mode", 01777);
    }
  },
  BY_A_GROUP {
    @Override
    void let(Path directory) throws IOException {
      Files.setAttribute(directory, "unix:gid", 4712);
      Files.setAttribute(directory, "unix:mode", 0775);
    }
  },
  BY_USERS_OF_AN_ACCESS_LIST {
    @Override
    void let(Path directory) throws IOException {
      Files.setAttribute(directory, "unix:mode", 0755);
      AccessList.letWrite(directory, 4711);
    }
  };

  abstract void let(Path directory) throws IOException;

  /// Makes a directory writable.
  public void make(Path directory) throws IOException {
    assumeTrue(new LinuxPosix().effectiveUser() == 0, "only root has to be careful");
    let(directory);
  }
}
