package filereeve.kind.rotate;

import filereeve.event.Outcome;
import filereeve.files.Remedies;
import filereeve.schema.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Collects the problems of one run, and makes one outcome of them.
final class RunProblems {
  /// This many of the problems that are not described in full are named.
  private static final int NAMED = 5;

  /// @param task verb and object, such as `rotate /var/log/app.log`
  record Problem(String task, Outcome outcome) {}

  private final List<Problem> all = new ArrayList<>();

  /// @param task verb and object, such as `rotate /var/log/app.log`
  void add(String task, IOException failure) {
    add(task, Remedies.outcome(task, failure));
  }

  void add(String task, Outcome outcome) {
    add(new Problem(task, outcome));
  }

  void add(Problem problem) {
    all.add(problem);
  }

  /// Empty if nothing failed. A problem that can pass comes first: the run is then retried.
  Optional<Outcome> outcome() {
    Optional<Problem> first =
        all.stream()
            .filter(problem -> problem.outcome() instanceof Outcome.Retry)
            .findFirst()
            .or(() -> all.stream().findFirst());
    return first.map(problem -> with(problem.outcome(), others(problem)));
  }

  private String others(Problem first) {
    List<String> others =
        all.stream()
            .filter(problem -> !problem.equals(first))
            .map(Problem::task)
            .distinct()
            .toList();
    if (others.isEmpty()) {
      return "";
    }
    String named = others.stream().limit(NAMED).collect(Collectors.joining(", "));
    return others.size() <= NAMED
        ? " (Also failed: %s)".formatted(named)
        : " (Also failed: %s, and %d more)".formatted(named, others.size() - NAMED);
  }

  private static Outcome with(Outcome outcome, String more) {
    return switch (outcome) {
      case Outcome.Retry(String why) -> new Outcome.Retry(why + more);
      case Outcome.Failed(String why) -> new Outcome.Failed(why + more);
      case Outcome.Done _, Outcome.Skipped _, Outcome.Deferred _ -> outcome;
    };
  }
}
