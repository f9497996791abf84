package filereeve.route;

import java.nio.file.Path;

/// Whether changes are heard of: what is looked at before that, and changes after the look, would
/// be missed.
@FunctionalInterface
public interface Watched {
  /// Where nobody depends on being told.
  Watched ANYWAY = _ -> {};

  /// Waits until changes in this folder, or of this file, are heard of, or cannot be.
  void await(Path path) throws InterruptedException;
}
