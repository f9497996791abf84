package filereeve.config;

import filereeve.rule.RuleKind;
import filereeve.schema.ByName;
import filereeve.schema.Node;
import filereeve.schema.Node.Entry;
import filereeve.schema.Node.Mapping;
import filereeve.schema.Problems;
import filereeve.schema.Section;
import filereeve.words.Nearest;
import java.util.ArrayList;
import java.util.List;

/// Reports levels of rules that do not exist.
final class RuleLevels {
  /// How the daemon's care of its own configuration is named in the log.
  private static final String CONFIGURATION = Language.DAEMON.name() + ".configuration";

  private RuleLevels() {}

  static void check(Mapping all, Section<?> root, List<RuleKind<?>> kinds, Problems problems) {
    var rules = new ArrayList<>(List.of(CONFIGURATION));
    for (RuleKind<?> kind : kinds) {
      Node.entries(all.get(kind.name())).forEach(e -> rules.add(kind.name() + "." + e.key()));
    }
    TypeWalk.walk(
        root,
        all,
        new TypeWalk.Visit() {
          @Override
          public void names(ByName<?> type, Mapping names, String path) {
            if (type.equals(DaemonKeys.RULE_LEVELS)) {
              names.entries().forEach(e -> check(e, path, rules, problems));
            }
          }
        });
  }

  private static void check(Entry entry, String path, List<String> rules, Problems problems) {
    if (!rules.contains(entry.key())) {
      problems.error(
          entry.where(),
          path + "." + entry.key(),
          "there is no rule `%s`".formatted(entry.key()) + Nearest.hint(entry.key(), rules),
          "Write the name of a rule with its section, as the log does, such as `rotate.app`");
    }
  }
}
