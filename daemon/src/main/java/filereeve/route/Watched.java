package filereeve.route;

import java.nio.file.Path;

/// Whether changes are heard of: what is looked at before that, and changes after the look, would
/// be missed.
@FunctionalInterface
public interface Watched {
  /// Waits until changes in this directory, or of this file, are heard of, or cannot be.
  ///
  /// @param waiting is called several times a second meanwhile
  void await(Path path, Runnable waiting) throws InterruptedException;
}
