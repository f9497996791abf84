package filereeve.handler.rotate;

import filereeve.event.Outcome;
import filereeve.files.Remedies;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What went wrong in one run, to become one outcome.
final class Problems {
  private final List<Outcome> outcomes = new ArrayList<>();

  /// @param task verb and object, such as `rotate /var/log/app.log`
  void add(String task, IOException failure) {
    add(Remedies.outcome(task, failure));
  }

  void add(Outcome outcome) {
    outcomes.add(outcome);
  }

  /// Empty if nothing went wrong. One that may pass goes first: then it is tried again.
  Optional<Outcome> outcome() {
    if (outcomes.size() < 2) {
      return outcomes.stream().findFirst();
    }
    String others = " (and %d more that failed)".formatted(outcomes.size() - 1);
    return outcomes.stream()
        .filter(Outcome.Retry.class::isInstance)
        .findFirst()
        .or(() -> outcomes.stream().findFirst())
        .map(first -> with(first, others));
  }

  private static Outcome with(Outcome outcome, String more) {
    return switch (outcome) {
      case Outcome.Retry(String why) -> new Outcome.Retry(why + more);
      case Outcome.Failed(String why) -> new Outcome.Failed(why + more);
      case Outcome.Done _, Outcome.Skipped _, Outcome.Later _ -> outcome;
    };
  }
}
