package filereeve.config;

import filereeve.route.Glob;
import filereeve.rule.GlobTypes;
import filereeve.rule.RuleKind;
import filereeve.schema.Node;
import filereeve.schema.Node.Entry;
import filereeve.schema.Node.Mapping;
import filereeve.schema.Node.Scalar;
import filereeve.schema.Node.Sequence;
import filereeve.schema.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds files that two rules would own. The most specific glob wins a file, which decides unless
/// globs of two rules are equally specific and can match the same path.
final class Owners {
  /// @param path of the key: `rotate.app.files`
  private record Owned(String rule, String path, Glob glob, Scalar text) {}

  private final Problems problems;

  /// Two globs that are equally specific and match the same file have the same root, so that only
  /// these are compared with each other.
  private final Map<Path, List<Owned>> byRoot = new LinkedHashMap<>();

  private Owners(Problems problems) {
    this.problems = problems;
  }

  static void check(Mapping all, List<RuleKind<?>> kinds, Problems problems) {
    var owners = new Owners(problems);
    for (RuleKind<?> kind : kinds) {
      kind.owned().ifPresent(key -> owners.collect(all, kind.name(), key.name()));
    }
    owners.byRoot.values().forEach(owners::compare);
  }

  private void collect(Mapping all, String kind, String key) {
    for (Entry rule : Node.entries(all.get(kind))) {
      if (rule.value() instanceof Mapping keys
          && keys.get(key).orElse(keys) instanceof Sequence(_, List<Node> items)) {
        String name = kind + "." + rule.key();
        items.forEach(item -> add(name, name + "." + key, item));
      }
    }
  }

  private void add(String rule, String path, Node item) {
    Optional<Glob> glob = GlobTypes.GLOB.valueOf(item);
    if (glob.isPresent() && item instanceof Scalar text) {
      byRoot
          .computeIfAbsent(glob.get().root(), _ -> new ArrayList<>())
          .add(new Owned(rule, path, glob.get(), text));
    }
  }

  private void compare(List<Owned> owned) {
    for (int i = 0; i < owned.size(); i++) {
      for (Owned other : owned.subList(i + 1, owned.size())) {
        Owned one = owned.get(i);
        if (!one.rule.equals(other.rule)
            && Glob.MOST_SPECIFIC_FIRST.compare(one.glob, other.glob) == 0
            && one.glob.intersects(other.glob)) {
          report(one, other);
        }
      }
    }
  }

  private void report(Owned first, Owned second) {
    problems.error(
        second.text.where(),
        second.path,
        "%s can name the same file as %s of rule %s (%s), and neither is more specific"
            .formatted(second.text.shown(), first.text.shown(), first.rule, first.text.where()),
        "Let one rule own it: change one of the two");
  }
}
