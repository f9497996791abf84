package filereeve.handler.rotate;

import filereeve.process.Action;
import java.time.Duration;
import java.util.Optional;

/// Carries out what a rule says in `after`.
@FunctionalInterface
public interface Teller {
  /// @return why the program could not be told, a sentence with the remedy; empty if it was
  Optional<String> tell(Action action, Duration timeout) throws InterruptedException;
}
