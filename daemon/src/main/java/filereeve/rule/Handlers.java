package filereeve.rule;

import filereeve.dispatch.Handler;
import filereeve.route.Claim;

/// Makes what carries out the rules of one kind. There is one for a daemon: what handlers of the
/// kind share, it holds.
///
/// @param <S> the settings that only rules of this kind have
@FunctionalInterface
public interface Handlers<S> {
  Handler handler(S settings);

  /// The rule's claim, completed from disk: with archives under former names.
  default Claim claim(Rule<S> rule) {
    return rule.claim();
  }
}
