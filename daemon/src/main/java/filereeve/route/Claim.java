package filereeve.route;

import filereeve.event.RuleName;
import java.nio.file.Path;
import java.util.List;

/// Which files a rule cares about.
///
/// @param ignore of those, these not
/// @param onChange whether a change triggers the rule; if not, it only owns its files and runs by
///   its schedule
public record Claim(RuleName rule, List<Glob> files, List<Glob> ignore, boolean onChange) {
  public Claim {
    files = List.copyOf(files);
    ignore = List.copyOf(ignore);
  }

  public Claim(RuleName rule, List<Glob> files) {
    this(rule, files, List.of(), true);
  }

  /// Whether a file can belong to one such rule only.
  public boolean owns() {
    return switch (rule.kind()) {
      case ROTATE, COMPRESS -> true;
      case RELOAD, DAEMON -> false;
    };
  }

  boolean ignores(Path path) {
    for (Glob glob : ignore) {
      if (glob.matches(path)) {
        return true;
      }
    }
    return false;
  }
}
