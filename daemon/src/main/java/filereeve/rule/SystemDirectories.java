package filereeve.rule;

import filereeve.route.Glob;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The directories of the host's own programs, settings and devices. No wildcard may lead a rule
/// that moves, compresses or removes files into them; a file there can only be named.
final class SystemDirectories {
  private static final List<Path> ALL =
      Stream.of(
              "/usr",
              "/bin",
              "/sbin",
              "/lib",
              "/lib32",
              "/lib64",
              "/libx32",
              "/boot",
              "/etc",
              "/dev",
              "/proc",
              "/sys",
              "/run/systemd",
              "/run/udev",
              "/var/lib/dpkg",
              "/var/lib/rpm")
          .map(Path::of)
          .toList();

  /// Directories in them where administrators and programs keep files of their own.
  private static final List<Path> EXCEPT = List.of(Path.of("/usr/local"), Path.of("/dev/shm"));

  private SystemDirectories() {}

  /// @throws IllegalArgumentException if a wildcard leads into one of them; the message says where
  ///   and what to write instead
  static Glob requireOutside(Glob glob) {
    if (EXCEPT.stream().anyMatch(glob.root()::startsWith)) {
      return glob;
    }
    List<Path> reached = ALL.stream().filter(glob::reachesByWildcard).toList();
    if (!reached.isEmpty()) {
      throw new IllegalArgumentException(
          "\"%s\" reaches %s%s, which the host itself needs. Begin it with the directory of your own files, such as /srv/app/**, or name a single file without a wildcard"
              .formatted(
                  glob,
                  reached.getFirst(),
                  reached.size() == 1 ? "" : " and " + (reached.size() - 1) + " more"));
    }
    return glob;
  }
}
