package filereeve.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import filereeve.files.Directory;
import filereeve.posix.Errno;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.systemd.ServiceUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/// The drop-in on disk: `/etc/systemd/system/filereeve.service.d/paths.conf`.
public final class DropInFile {
  private static final Path NAME = Path.of("paths.conf");
  private static final int DIRECTORY_MODE = 0755;
  private static final int MODE = 0644;
  private static final int LONGEST = 16 << 20;

  private final Posix posix;
  private final Path root;
  private final Path directory;

  /// @param root of the host, `/`
  public DropInFile(Posix posix, Path root) {
    this.posix = posix;
    this.root = root;
    this.directory = root.resolve("etc/systemd/system").resolve(ServiceUnit.NAME + ".d");
  }

  public Path path() {
    return directory.resolve(NAME);
  }

  /// Whether Filereeve is a service of this host.
  public boolean hasUnit() {
    return Stream.of("etc", "usr/lib", "lib", "usr/local/lib")
        .anyMatch(
            place ->
                Files.exists(root.resolve(place).resolve("systemd/system/" + ServiceUnit.NAME)));
  }

  /// Its text; empty if there is none.
  public Optional<String> read() throws IOException {
    try (Directory open = Directory.open(posix, directory)) {
      return open.read(NAME, LONGEST).map(bytes -> new String(bytes, UTF_8));
    } catch (PosixException e) {
      if (e.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Replaces it as a whole, unless it has this text already.
  ///
  /// @return whether it was written
  public boolean write(String text) throws IOException {
    byte[] content = text.getBytes(UTF_8);
    try (Directory open = Directory.openOrCreate(posix, directory, DIRECTORY_MODE)) {
      Optional<byte[]> old = open.read(NAME, LONGEST);
      if (old.isPresent() && Arrays.equals(old.get(), content)) {
        return false;
      }
      open.writeAtomically(NAME, content, MODE);
      return true;
    }
  }
}
