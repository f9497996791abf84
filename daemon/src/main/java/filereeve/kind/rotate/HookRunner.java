package filereeve.kind.rotate;

import filereeve.process.Action;
import filereeve.process.Placeholders;
import java.time.Duration;
import java.util.Optional;

/// Carries out a rule's `before` and `after`, and the commands for its archives.
@FunctionalInterface
public interface HookRunner {
  /// @return why it failed, a sentence with the remedy; empty if it succeeded
  Optional<String> run(Action action, Placeholders placeholders, Duration timeout)
      throws InterruptedException;

  /// Whether the service that an action is for does not run.
  default boolean isForStoppedService(Action action) {
    return false;
  }
}
