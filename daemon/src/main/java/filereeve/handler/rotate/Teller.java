package filereeve.handler.rotate;

import filereeve.process.Action;
import java.io.IOException;
import java.time.Duration;

/// Carries out what a rule says in `after`.
@FunctionalInterface
public interface Teller {
  /// @throws IOException when the program could not be told; the message says why
  void tell(Action action, Duration timeout) throws IOException, InterruptedException;
}
