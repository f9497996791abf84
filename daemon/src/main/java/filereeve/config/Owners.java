package filereeve.config;

import filereeve.event.RuleKind;
import filereeve.event.RuleName;
import filereeve.route.Claim;
import filereeve.route.Glob;
import filereeve.route.Ownership;
import filereeve.rule.GlobTypes;
import filereeve.schema.Node;
import filereeve.schema.Node.Entry;
import filereeve.schema.Node.Mapping;
import filereeve.schema.Place;
import filereeve.schema.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds files that two rules would own. It looks at the text rather than at the settings, so that
/// it finds them even while something else in a rule is wrong.
final class Owners {
  private static final String FILES = "files";

  private record Owned(RuleName rule, Glob glob) {}

  private final Problems problems;

  /// Two globs that are equally specific and match the same file have the same root, so that only
  /// these have to be compared with each other.
  private final Map<Path, List<Claim>> claimsByRoot = new LinkedHashMap<>();

  private final Map<Owned, Node.Scalar> texts = new HashMap<>();

  private Owners(Problems problems) {
    this.problems = problems;
  }

  static void check(Mapping all, Problems problems) {
    var owners = new Owners(problems);
    owners.collect(all, RuleKind.ROTATE);
    owners.collect(all, RuleKind.COMPRESS);
    owners.claimsByRoot.values().stream()
        .flatMap(claims -> Ownership.conflicts(claims).stream())
        .forEach(owners::report);
  }

  private void report(Ownership.Conflict conflict) {
    Node.Scalar first = text(conflict.rule(), conflict.glob());
    Node.Scalar second = text(conflict.otherRule(), conflict.otherGlob());
    problems.error(
        second.where(),
        conflict.otherRule() + "." + FILES,
        "%s can name the same file as %s of rule %s (%s), and neither is more specific"
            .formatted(second.shown(), first.shown(), conflict.rule(), first.where()),
        "Let one rule own it: change one of the two");
  }

  private Node.Scalar text(RuleName rule, Glob glob) {
    return Optional.ofNullable(texts.get(new Owned(rule, glob))).orElseThrow();
  }

  private void collect(Mapping all, RuleKind kind) {
    for (Entry rule : Node.entries(all.get(kind.key()))) {
      var name = new RuleName(kind, rule.key());
      for (Entry key : Node.entries(Optional.of(rule.value()))) {
        if (key.key().equals(FILES) && key.value() instanceof Node.Sequence(_, List<Node> items)) {
          items.forEach(item -> glob(name, item).ifPresent(glob -> claim(name, glob)));
        }
      }
    }
  }

  private void claim(RuleName rule, Glob glob) {
    claimsByRoot
        .computeIfAbsent(glob.root(), root -> new ArrayList<>())
        .add(new Claim(rule, List.of(glob)));
  }

  /// What is wrong with the glob itself is reported with the rule.
  private Optional<Glob> glob(RuleName rule, Node item) {
    var place = new Place("", FILES, item.where(), new Problems(), true);
    Optional<Glob> glob =
        item instanceof Node.Scalar ? GlobTypes.GLOB.read(item, place) : Optional.empty();
    glob.ifPresent(g -> texts.put(new Owned(rule, g), (Node.Scalar) item));
    return glob;
  }
}
