package filereeve.route;

import filereeve.event.RuleName;
import java.util.ArrayList;
import java.util.List;

/// The most specific glob wins a file. That is always decided, unless globs of two rules are
/// equally specific and can match the same path: which is an error in the configuration.
public final class Ownership {
  /// Two globs of different rules, of which neither is more specific.
  public record Conflict(RuleName rule, Glob glob, RuleName otherRule, Glob otherGlob) {}

  private record Owned(RuleName rule, Glob glob) {}

  private Ownership() {}

  /// Each pair once, in the order of the claims.
  public static List<Conflict> conflicts(List<Claim> claims) {
    List<Owned> owned =
        claims.stream()
            .filter(Claim::owns)
            .flatMap(c -> c.files().stream().map(g -> new Owned(c.rule(), g)))
            .toList();
    var conflicts = new ArrayList<Conflict>();
    for (int i = 0; i < owned.size(); i++) {
      for (Owned other : owned.subList(i + 1, owned.size())) {
        Owned one = owned.get(i);
        if (!one.rule.equals(other.rule)
            && Glob.MOST_SPECIFIC_FIRST.compare(one.glob, other.glob) == 0
            && one.glob.intersects(other.glob)) {
          conflicts.add(new Conflict(one.rule, one.glob, other.rule, other.glob));
        }
      }
    }
    return conflicts;
  }
}
