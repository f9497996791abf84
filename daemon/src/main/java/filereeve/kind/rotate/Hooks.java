package filereeve.kind.rotate;

import filereeve.process.Action;
import java.util.Optional;

/// The commands and signals that notify other programs of rotations.
///
/// @param before runs before the logs are changed; if it fails, they are not rotated
/// @param after runs when they were renamed
public record Hooks(Optional<Action> before, Optional<Action> after, Per per) {
  public static final Hooks NONE = new Hooks(Optional.empty(), Optional.empty(), Per.ONCE);

  /// How often.
  public enum Per {
    /// Once for all logs that one run rotates.
    ONCE,
    /// For each log.
    EACH
  }

  /// The name of the placeholder, and of the list of placeholders, for logs.
  public static final String PATH = "path";

  /// The same for what they became.
  public static final String ARCHIVE = "archive";
}
