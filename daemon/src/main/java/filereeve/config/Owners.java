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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds files that two rules would own. The most specific glob wins a file, which decides unless
/// globs of two rules are equally specific and can match the same path.
final class Owners {
  /// @param path of the key: `rotate.app.files`
  /// @param head what every path that it matches begins with
  /// @param tail what every such path ends with
  private record Owned(String rule, String path, Glob glob, Scalar text, String head, String tail) {
    static Owned of(String rule, String path, Glob glob, Scalar text) {
      String written = glob.toString();
      Matcher first = SPECIAL.matcher(written);
      int end = first.find() ? first.start() : written.length();
      int begin = written.length();
      while (begin > 0 && SPECIAL_ALL.indexOf(written.charAt(begin - 1)) < 0) {
        begin--;
      }
      return new Owned(rule, path, glob, text, written.substring(0, end), written.substring(begin));
    }

    /// Whether there can be a path that both match, as far as that is seen at once: thousands of
    /// rules make millions of pairs.
    boolean mayMeet(Owned other) {
      return (head.startsWith(other.head) || other.head.startsWith(head))
          && (tail.endsWith(other.tail) || other.tail.endsWith(tail));
    }
  }

  private static final String SPECIAL_ALL = "*?[]{}\\";
  private static final Pattern SPECIAL = Pattern.compile("[*?\\[\\]{}\\\\]");

  private final Problems problems;

  /// Two globs that are equally specific and match the same file have the same root, so that only
  /// these are compared with each other.
  private final Map<Path, SortedMap<Glob, List<Owned>>> byRoot = new LinkedHashMap<>();

  private Owners(Problems problems) {
    this.problems = problems;
  }

  static void check(Mapping all, List<RuleKind<?>> kinds, Problems problems) {
    var owners = new Owners(problems);
    for (RuleKind<?> kind : kinds) {
      kind.owned().ifPresent(key -> owners.collect(all, kind.name(), key.name()));
    }
    owners.byRoot.values().forEach(equals -> equals.values().forEach(owners::compare));
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
          .computeIfAbsent(glob.get().root(), _ -> new TreeMap<>(Glob.MOST_SPECIFIC_FIRST))
          .computeIfAbsent(glob.get(), _ -> new ArrayList<>())
          .add(Owned.of(rule, path, glob.get(), text));
    }
  }

  /// Reports each once, with the first that it meets.
  private void compare(List<Owned> equallySpecific) {
    for (int i = 1; i < equallySpecific.size() && !problems.full(); i++) {
      Owned second = equallySpecific.get(i);
      for (Owned first : equallySpecific.subList(0, i)) {
        if (!first.rule.equals(second.rule)
            && first.mayMeet(second)
            && first.glob.intersects(second.glob)) {
          report(first, second);
          break;
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
