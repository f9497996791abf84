package filereeve.rule;

import filereeve.route.Glob;
import filereeve.schema.Key;
import filereeve.schema.Named;
import filereeve.schema.Node;
import filereeve.schema.Problems;
import filereeve.schema.Section;
import java.util.List;
import java.util.Optional;

/// A kind of rule: its language and how its rules are carried out. A kind is one package, and one
/// line in the list in `app`; nothing else names it.
///
/// @param <S> the settings that only rules of this kind have
public interface RuleKind<S> {
  /// The section of the configuration that holds its rules: `rotate`.
  String name();

  /// A sentence for the reference and the schema.
  String doc();

  /// The keys of one rule.
  Section<Rule<S>> keys();

  /// The key whose globs name files that can belong to one rule only, whatever its kind. Empty if
  /// its rules only watch: then several may watch one file.
  default Optional<Key<List<Glob>>> owned() {
    return Optional.empty();
  }

  /// Reports what is wrong between rules of this kind.
  ///
  /// @param rules their text: something else in it may be wrong, and is then reported elsewhere
  default void check(List<Node.Entry> rules, Problems problems) {}

  /// Called once for a daemon.
  Handlers<S> handlers(Services services);

  /// The section of the configuration that holds its rules.
  default Key<List<Rule<S>>> section() {
    return Key.optional(name(), new Named<>("rule", keys()), doc());
  }
}
