package filereeve.kind.rotate;

import filereeve.event.Outcome;
import filereeve.files.Remedies;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Collects how the parts of one run went, and makes one outcome of that.
///
/// Thread: safe for use by many threads.
final class RunTally {
  /// This many of the other problems are described; the rest is named.
  private static final int DESCRIBED = 20;

  /// @param task verb and object, such as `rotate /var/log/app.log`
  record Problem(String task, Outcome outcome) {}

  private final List<Problem> problems = new ArrayList<>();
  private Optional<Outcome.Deferred> deferred = Optional.empty();
  private boolean done;

  /// A part has done its work.
  synchronized void done() {
    done = true;
  }

  /// A part has to wait. The shortest wait decides.
  synchronized void defer(Duration after, String why) {
    if (deferred.filter(shorter -> shorter.after().compareTo(after) <= 0).isEmpty()) {
      deferred = Optional.of(new Outcome.Deferred(after, why));
    }
  }

  /// The first error in the program, and those after it.
  private Optional<RuntimeException> error = Optional.empty();

  /// @param task verb and object, such as `rotate /var/log/app.log`
  void add(String task, IOException failure) {
    add(task, Remedies.outcome(task, failure));
  }

  void add(String task, Outcome outcome) {
    add(new Problem(task, outcome));
  }

  synchronized void add(Problem problem) {
    problems.add(problem);
  }

  /// An error in the program, such as one that a crafted file beside one log provokes. The other
  /// logs are rotated first.
  synchronized void add(RuntimeException failure) {
    if (error.isPresent()) {
      error.get().addSuppressed(failure);
    } else {
      error = Optional.of(failure);
    }
  }

  /// A problem comes first: its retries inspect everything, and so does the next rescan. Of
  /// several, one that can pass comes first: the run is then retried.
  ///
  /// @param nothing why nothing had to be done, if that is so
  /// @throws RuntimeException an error in the program that was added
  synchronized Outcome outcome(String nothing) {
    if (error.isPresent()) {
      throw error.get();
    }
    return problems.stream()
        .filter(problem -> problem.outcome() instanceof Outcome.Retry)
        .findFirst()
        .or(() -> problems.stream().findFirst())
        .map(problem -> with(problem.outcome(), others(problem)))
        .or(() -> deferred)
        .orElseGet(() -> done ? new Outcome.Done() : new Outcome.Skipped(nothing));
  }

  /// What else failed, each with its cause.
  private String others(Problem first) {
    List<Problem> others = problems.stream().filter(p -> !p.equals(first)).distinct().toList();
    if (others.isEmpty()) {
      return "";
    }
    Stream<String> described = others.stream().limit(DESCRIBED).map(p -> why(p.outcome()));
    Stream<String> named =
        others.size() <= DESCRIBED
            ? Stream.empty()
            : Stream.of(
                others.stream()
                    .skip(DESCRIBED)
                    .map(Problem::task)
                    .collect(Collectors.joining(", ", "Cannot ", ", either.")));
    return Stream.concat(described, named).collect(Collectors.joining(" ", " Also: ", ""));
  }

  private static String why(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Retry(String why) -> why;
      case Outcome.Failed(String why) -> why;
      case Outcome.Skipped(String why) -> why;
      case Outcome.Refused(String why) -> why;
      case Outcome.Deferred(_, String why) -> why;
      case Outcome.Done _ -> "";
    };
  }

  private static Outcome with(Outcome outcome, String more) {
    return switch (outcome) {
      case Outcome.Retry(String why) -> new Outcome.Retry(why + more);
      case Outcome.Failed(String why) -> new Outcome.Failed(why + more);
      case Outcome.Done _, Outcome.Skipped _, Outcome.Refused _, Outcome.Deferred _ -> outcome;
    };
  }
}
