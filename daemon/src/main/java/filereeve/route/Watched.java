package filereeve.route;

import java.io.IOException;
import java.nio.file.Path;

/// Whether changes are reported: what is scanned before that, and changes after the scan, would be
/// missed.
@FunctionalInterface
public interface Watched {
  /// Waits until changes in this directory, or of this file, are reported, or cannot be.
  ///
  /// @param waiting is called several times a second meanwhile
  /// @throws IOException if it is on a filesystem that does not answer: whoever touches it waits
  void await(Path path, Runnable waiting) throws IOException, InterruptedException;
}
