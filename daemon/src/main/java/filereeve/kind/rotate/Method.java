package filereeve.kind.rotate;

import filereeve.posix.Stat;
import java.util.Optional;

/// How a log becomes an archive.
public sealed interface Method {
  /// The log itself gets the archive's name; its writer opens a new one.
  record Rename() implements Method {}

  /// The log stays, with its writer; its content is copied and cut off.
  ///
  /// @param acceptUnsafeWriter whether that is done also under a writer that does not append
  /// @param pauseWriter whether writers may be stopped for some milliseconds where only that keeps
  ///   every line
  record CopyTruncate(boolean acceptUnsafeWriter, boolean pauseWriter) implements Method {}

  /// Why a file may not be touched, with the remedy; empty if it may.
  default Optional<String> problem(Stat file) {
    return switch (file.type()) {
      case SYMLINK ->
          Optional.of("it is a symbolic link. Name the file that it points to in the rule");
      case DIRECTORY ->
          Optional.of("it is a directory. Name the files in it: its path with /*.log");
      case OTHER -> Optional.of("it is no regular file but a pipe, a socket or a device");
      case REGULAR ->
          file.links() == 1
              ? Optional.empty()
              : Optional.of(
                  "it has %d names (hard links), and %s. Remove those"
                      .formatted(
                          file.links(),
                          switch (this) {
                            case Rename _ -> "renaming one leaves the others";
                            case CopyTruncate _ -> "what is cut off is gone under the others too";
                          }));
    };
  }
}
