package filereeve.schema;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Collects the problems of all sources. What is wrong at one place in one way counts once,
/// whichever way led there: aliases and inherited values are met under several keys. After a
/// thousand, the rest is left out.
public final class Problems {
  private record Identity(Where where, String message) {}

  /// A file with more is not a configuration with mistakes, but something else.
  private static final int MOST = 1000;

  private final Map<Identity, Problem> found = new LinkedHashMap<>();
  private int errors;

  public void error(Where where, String path, String message, String remedy) {
    errors++;
    add(new Problem(Problem.Severity.ERROR, where, path, message, remedy));
  }

  public void hint(Where where, String path, String message, String remedy) {
    add(new Problem(Problem.Severity.HINT, where, path, message, remedy));
  }

  /// How often an error was reported so far, repeats included: two equal numbers mean that nothing
  /// was wrong in between.
  public int errors() {
    return errors;
  }

  /// Whether no more are taken.
  public boolean full() {
    return found.size() >= MOST;
  }

  /// In the order of the sources, then of the lines in each.
  public List<Problem> sorted(List<String> sources) {
    return found.values().stream()
        .sorted(
            Comparator.comparingInt((Problem p) -> position(sources, p.where()))
                .thenComparing(p -> p.where().source())
                .thenComparingInt(p -> p.where().line())
                .thenComparingInt(p -> p.where().column()))
        .toList();
  }

  private static int position(List<String> sources, Where where) {
    int index = sources.indexOf(where.source());
    return index < 0 ? sources.size() : index;
  }

  private void add(Problem problem) {
    if (!full()) {
      found.putIfAbsent(new Identity(problem.where(), problem.message()), problem);
    }
  }
}
