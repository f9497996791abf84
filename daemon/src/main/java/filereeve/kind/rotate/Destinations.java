package filereeve.kind.rotate;

import filereeve.process.Action;
import java.util.Optional;

/// Where an archive is delivered: as a new one, or before it is removed.
///
/// @param mail an entry of `notify`
/// @param run a command, such as one that copies the archive to another host
public record Destinations(Optional<String> mail, Optional<Action.Run> run) {
  public static final Destinations NONE = new Destinations(Optional.empty(), Optional.empty());

  boolean isEmpty() {
    return mail.isEmpty() && run.isEmpty();
  }
}
