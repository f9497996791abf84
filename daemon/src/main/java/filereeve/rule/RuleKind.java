package filereeve.rule;

import filereeve.dispatch.Handler;
import filereeve.posix.Posix;
import filereeve.route.Glob;
import filereeve.sandbox.Needs;
import filereeve.schema.Key;
import filereeve.schema.Node;
import filereeve.schema.Problems;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A kind of rule: its language and how its rules are carried out. A kind is one package, and one
/// line in the list in `app`; nothing else names it.
///
/// @param <S> the settings that only rules of this kind have
public interface RuleKind<S> {
  /// The section of the configuration that holds its rules, with the keys of one rule.
  Key<List<Rule<S>>> section();

  /// The section's name: `rotate`.
  default String name() {
    return section().name();
  }

  /// The key whose globs name files that can belong to one rule only, whatever its kind. Empty if
  /// its rules only watch: then several may watch one file.
  default Optional<Key<List<Glob>>> owned() {
    return Optional.empty();
  }

  /// Reports what is wrong between rules of this kind.
  ///
  /// @param rules their text: something else in it may be wrong, and is then reported elsewhere
  default void check(List<Node.Entry> rules, Problems problems) {}

  /// What on this host would make a rule of this kind fail: for `check`.
  default List<HostProblem> onHost(S settings, Posix posix) {
    return List.of();
  }

  /// What a rule needs of a host on which a sandbox closes what is not needed: all that its runs
  /// write, read and execute, as far as its settings say it.
  Needs needs(S settings);

  /// Makes handlers of rules by their settings. Called once for a daemon: what handlers of the kind
  /// share, the function holds.
  Function<S, Handler> handlers(Services services);
}
