package filereeve.app;

import filereeve.event.Outcome;
import filereeve.event.RuleName;
import filereeve.event.RunKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rules that fail at present: the last run of one of their keys failed, or refused what it
/// found.
///
/// Thread: safe for use by many threads.
final class FailingRules {
  /// Beyond this many of a rule, a key is not remembered: the rule fails in any case.
  private static final int MOST = 1_000;

  private final Map<RuleName, Set<RunKey>> failing = new HashMap<>();

  /// @return whether other rules fail now
  synchronized boolean ended(RunKey key, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done _, Outcome.Skipped _ -> works(key);
      case Outcome.Retry _, Outcome.Failed _, Outcome.Refused _ -> fails(key);
      case Outcome.Deferred _ -> false;
    };
  }

  private boolean works(RunKey key) {
    Set<RunKey> keys = failing.get(key.rule());
    if (keys == null) {
      return false;
    }
    keys.remove(key);
    return keys.isEmpty() && failing.remove(key.rule()) != null;
  }

  private boolean fails(RunKey key) {
    boolean isNew = !failing.containsKey(key.rule());
    Set<RunKey> keys = failing.computeIfAbsent(key.rule(), _ -> new HashSet<>());
    if (keys.size() < MOST) {
      keys.add(key);
    }
    return isNew;
  }

  synchronized boolean fails(RuleName rule) {
    return failing.containsKey(rule);
  }

  /// A rule is gone: a run that outlived it does not count.
  synchronized void forget(RuleName rule) {
    failing.remove(rule);
  }

  /// Only these rules are left.
  synchronized void keep(Set<RuleName> rules) {
    failing.keySet().retainAll(rules);
  }

  synchronized List<RuleName> all() {
    return failing.keySet().stream().sorted().toList();
  }
}
