package filereeve.files;

import java.io.Closeable;
import java.io.IOException;

/// Gives back what was taken when a later step failed: the step's own failure is what counts.
public final class Closing {
  private Closing() {}

  /// Closes it; what goes wrong with that is suppressed in the failure.
  public static void suppressed(Throwable failure, Closeable taken) {
    try {
      taken.close();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
