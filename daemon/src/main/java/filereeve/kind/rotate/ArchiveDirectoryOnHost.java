package filereeve.kind.rotate;

import filereeve.posix.Fd;
import filereeve.posix.Mount;
import filereeve.posix.Posix;
import filereeve.route.Glob;
import filereeve.rule.HostProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Finds what a run would refuse about a rule's `archive_dir`, as far as its log directories are
/// known without a search.
final class ArchiveDirectoryOnHost {
  private static final String KEY = RotateKeys.ARCHIVE_DIR.name();

  private ArchiveDirectoryOnHost() {}

  static List<HostProblem> problems(RotateSettings settings, Posix posix) {
    Optional<String> archiveDir = settings.names().archiveDir();
    if (archiveDir.isEmpty()) {
      return List.of();
    }
    boolean mustExist =
        Path.of(archiveDir.get()).isAbsolute() && !settings.names().createsArchiveDir();
    var logs = new TreeSet<Path>();
    settings.files().stream().map(Glob::fixedDirectories).forEach(logs::addAll);
    var problems = new ArrayList<HostProblem>();
    for (Path directory : logs) {
      Path archives = directory.resolve(archiveDir.get());
      if (!Files.exists(archives)) {
        if (mustExist) {
          problems.add(missing(archives));
        }
      } else if (Files.isDirectory(directory)) {
        otherFilesystem(settings, posix, directory, archives).ifPresent(problems::add);
      }
    }
    return problems.stream().distinct().toList();
  }

  private static HostProblem missing(Path archives) {
    return new HostProblem(
        KEY,
        "the archive directory %s does not exist, and logs are not rotated without it"
            .formatted(archives),
        "Create it, mount its disk, or set create_archive_dir: true");
  }

  private static Optional<HostProblem> otherFilesystem(
      RotateSettings settings, Posix posix, Path logs, Path archives) {
    Optional<String> remedy = ArchivePlace.needsOneFilesystem(settings);
    try {
      return remedy.isPresent() && !mount(posix, logs).equals(mount(posix, archives))
          ? Optional.of(
              new HostProblem(
                  KEY,
                  "the archive directory %s is on another filesystem than %s, or mounted separately"
                      .formatted(archives, logs),
                  remedy.get() + ", or name a directory on the logs' filesystem"))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          new HostProblem(
              KEY,
              "cannot tell whether %s is on the logs' filesystem: %s"
                  .formatted(archives, e.getMessage()),
              "Check its path"));
    }
  }

  private static Mount mount(Posix posix, Path path) throws IOException {
    Fd directory = posix.openDirectory(path);
    try {
      return posix.mount(directory);
    } finally {
      posix.close(directory);
    }
  }
}
