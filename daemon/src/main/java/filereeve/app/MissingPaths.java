package filereeve.app;

import filereeve.config.Settings;
import filereeve.route.Glob;
import filereeve.rule.Rule;
import filereeve.schema.Problem;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// Directories that rules name and that are not there: perhaps not yet, perhaps a typo.
final class MissingPaths {
  private MissingPaths() {}

  static List<Problem> hints(Settings settings) {
    var hints = new ArrayList<Problem>();
    settings.reload().forEach(r -> check(r, r.settings().watch(), hints));
    settings.rotate().forEach(r -> check(r, r.settings().files(), hints));
    settings.compress().forEach(r -> check(r, r.settings().files(), hints));
    return hints;
  }

  private static void check(Rule<?> rule, List<Glob> globs, List<Problem> hints) {
    for (Glob glob : globs) {
      if (!Files.exists(glob.root())) {
        hints.add(
            new Problem(
                Problem.Severity.HINT,
                rule.where(),
                rule.name().toString(),
                glob.root() + " does not exist",
                "If it is no typo, the daemon waits until it does"));
      }
    }
  }
}
