package filereeve.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import filereeve.posix.Errno;
import filereeve.posix.Mount;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// The host's table of disks that belong to directories, mounted or not.
///
/// @param file such as `/etc/fstab`
public record Fstab(Path file) {
  public static final Fstab OF_HOST = new Fstab(Path.of("/etc/fstab"));

  private static final int LONGEST = 1 << 20;

  /// Refuses a directory on a disk that is not mounted: what would be written there would be hidden
  /// once it is.
  public void requireMounted(Posix posix, Path directory) throws IOException {
    Optional<Path> point = mountPointOf(posix, directory);
    if (point.isPresent() && !isMounted(posix, point.get())) {
      throw new RefusedException(
          "the disk of %s is not mounted on %s, as %s says. Run: mount %s"
              .formatted(directory, point.get(), file, point.get()));
    }
  }

  /// The nearest one above, or the directory itself.
  private Optional<Path> mountPointOf(Posix posix, Path directory) throws IOException {
    Path parent = file.getParent();
    if (parent == null) {
      return Optional.empty();
    }
    try (Directory open = Directory.open(posix, parent)) {
      return open.read(file.getFileName(), LONGEST)
          .map(bytes -> new String(bytes, UTF_8).lines())
          .orElse(Stream.empty())
          .map(Fstab::mountPoint)
          .flatMap(Optional::stream)
          .filter(point -> point.getParent() != null && directory.startsWith(point))
          .max(Comparator.comparingInt(Path::getNameCount));
    } catch (PosixException e) {
      if (e.errno() == Errno.EACCES) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Blanks in a path are written as `\040`.
  private static Optional<Path> mountPoint(String line) {
    String[] fields = line.strip().split("\\s+", -1);
    return fields.length < 2 || fields[0].startsWith("#") || !fields[1].startsWith("/")
        ? Optional.empty()
        : Optional.of(
            Path.of(fields[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")));
  }

  /// True where it cannot be told.
  private static boolean isMounted(Posix posix, Path point) throws IOException {
    Path parent = point.getParent();
    try (Directory there = Directory.open(posix, point);
        Directory above = Directory.open(posix, parent == null ? point : parent)) {
      Mount mount = posix.mount(there.fd());
      return mount.id().isEmpty() || !mount.equals(posix.mount(above.fd()));
    } catch (PosixException e) {
      if (e.errno() == Errno.ENOENT) {
        return false;
      }
      throw e;
    }
  }
}
