package filereeve.codec;

import java.io.Closeable;
import java.io.IOException;

/// Gives back what was taken when a later step failed: the step's own failure is what counts.
final class Closing {
  private Closing() {}

  static void suppressed(Throwable failure, Closeable taken) {
    try {
      taken.close();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
