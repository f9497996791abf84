package filereeve.app;

import filereeve.config.Loaded;
import filereeve.event.RuleName;
import filereeve.route.Glob;
import filereeve.schema.Problem;
import filereeve.schema.Where;
import java.nio.file.Files;
import java.util.List;

/// Directories that rules name and that are not there: perhaps not yet, perhaps a typo.
final class MissingPaths {
  private MissingPaths() {}

  static List<Problem> hints(Loaded.Good good) {
    return good.settings().rules().stream()
        .flatMap(
            rule ->
                rule.claim().files().stream()
                    .filter(glob -> !Files.exists(glob.root()))
                    .map(glob -> hint(good.effective().where(rule.name()), rule.name(), glob)))
        .toList();
  }

  private static Problem hint(Where where, RuleName rule, Glob glob) {
    return new Problem(
        Problem.Severity.HINT,
        where,
        rule.toString(),
        glob.root() + " does not exist",
        "If it is no typo, the daemon waits until it does");
  }
}
