package filereeve.kind.rotate;

import filereeve.process.Action;
import filereeve.process.Placeholders;
import java.time.Duration;
import java.util.Optional;

/// Carries out what a rule says in `before` and `after`.
@FunctionalInterface
public interface Teller {
  /// @return why it failed, a sentence with the remedy; empty if it went well
  Optional<String> tell(Action action, Placeholders placeholders, Duration timeout)
      throws InterruptedException;
}
