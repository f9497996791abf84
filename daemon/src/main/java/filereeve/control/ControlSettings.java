package filereeve.control;

import java.nio.file.Path;
import java.util.Optional;

/// Where the daemon can be asked, and who may ask.
///
/// @param group of the socket; empty leaves it to its directory
/// @param mode of the socket: who may write to it may ask for the status
public record ControlSettings(Path socket, Optional<String> group, int mode) {
  /// Of the socket in the state directory, or of the link there that leads to it.
  private static final Path NAME = Path.of("control.sock");

  /// Where the socket is found by the state directory alone.
  public static Path in(Path stateDirectory) {
    return stateDirectory.resolve(NAME);
  }
}
