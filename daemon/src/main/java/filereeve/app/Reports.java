package filereeve.app;

import filereeve.schema.Problem;
import java.io.PrintStream;
import java.util.List;

/// Writes the configuration's problems for a person.
final class Reports {
  private Reports() {}

  static void print(List<Problem> problems, PrintStream out) {
    problems.forEach(out::println);
    long errors = problems.stream().filter(p -> p.severity() == Problem.Severity.ERROR).count();
    out.println(count(errors, "problem"));
  }

  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
