package filereeve.kind.rotate;

import filereeve.posix.Stat;
import java.util.Optional;

/// How a log becomes an archive.
public sealed interface Method {
  /// The log itself gets the archive's name; its writer opens a new one.
  record Rename() implements Method {}

  /// The log and its writer's open file are kept; the content is copied and then cut.
  ///
  /// @param acceptUnsafeWriter whether the log is cut even if a writer does not append
  /// @param pauseWriter whether writers may be paused for some milliseconds where nothing else
  ///   keeps every line
  record CopyTruncate(boolean acceptUnsafeWriter, boolean pauseWriter) implements Method {}

  /// Why a file must be skipped, with the remedy; empty if it can be rotated.
  default Optional<String> problem(Stat file) {
    return switch (file.type()) {
      case SYMLINK ->
          Optional.of("it is a symbolic link. Name the file that it points to in the rule");
      case DIRECTORY ->
          Optional.of("it is a directory. Name the files in it: its path with /*.log");
      case SOCKET, OTHER ->
          Optional.of("it is a pipe, socket or device. Exclude it from \"files\"");
      case REGULAR ->
          file.links() == 1
              ? Optional.empty()
              : Optional.of(
                  "it has %d names (hard links), and %s. Remove the other names"
                      .formatted(
                          file.links(),
                          switch (this) {
                            case Rename _ -> "renaming one leaves the others";
                            case CopyTruncate _ ->
                                "the content would also be cut under the other names";
                          }));
    };
  }
}
