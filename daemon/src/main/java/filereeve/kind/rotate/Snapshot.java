package filereeve.kind.rotate;

import filereeve.archive.Archive;
import filereeve.archive.ArchiveName;
import filereeve.posix.Stat;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One log as it is now: all that a plan is made of.
///
/// @param log its name in its directory
/// @param live empty if there is no such file at the moment
/// @param archiveDirectory where new archives go
/// @param archives newest first, in all directories
/// @param taken what names in `archiveDirectory` say that an archive would have, files or not
/// @param newFileLeft an earlier run was cut off while it made the new log
record Snapshot(
    Path log,
    Optional<Stat> live,
    Path archiveDirectory,
    List<Archive> archives,
    List<ArchiveName.Mark> taken,
    boolean newFileLeft,
    Instant now) {

  Optional<Instant> newestArchive() {
    return archives.stream().findFirst().map(Archive::time);
  }

  /// Whether there is such a log, or has an archive that says that there was one.
  boolean hasLog() {
    return live.filter(stat -> stat.type() == Stat.Type.REGULAR).isPresent()
        || archives.stream().anyMatch(Archive::isSurelyOurs);
  }

  /// Why the live file may not be touched, with the remedy; empty if it may.
  static Optional<String> problem(Stat live, Method method) {
    return switch (live.type()) {
      case SYMLINK ->
          Optional.of("it is a symbolic link. Name the file that it points to in the rule");
      case DIRECTORY ->
          Optional.of("it is a directory. Name the files in it: its path with /*.log");
      case OTHER -> Optional.of("it is no regular file but a pipe, a socket or a device");
      case REGULAR ->
          live.links() == 1
              ? Optional.empty()
              : Optional.of(
                  "it has %d names (hard links), and %s. Remove those"
                      .formatted(live.links(), others(method)));
    };
  }

  private static String others(Method method) {
    return switch (method) {
      case Method.Rename _ -> "renaming one leaves the others";
      case Method.CopyTruncate _ -> "what is cut off is gone under the others too";
    };
  }
}
