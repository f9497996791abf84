package filereeve.files;

import java.io.Closeable;
import java.io.IOException;

/// Closes resources after a failure without hiding that failure.
public final class Closing {
  private Closing() {}

  /// Closes a resource; adds a failure of that to the original one, as suppressed.
  public static void suppressed(Throwable failure, Closeable resource) {
    try {
      resource.close();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
