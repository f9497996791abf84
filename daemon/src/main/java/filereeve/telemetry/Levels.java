package filereeve.telemetry;

import filereeve.telemetry.Event.Level;
import java.util.Map;
import java.util.Optional;

/// Which lines are written: those of a level or above, with another level for the lines of some
/// rules.
///
/// @param level for lines about no rule, or about one that is not in `rules`
/// @param rules by their names, such as `rotate.app`
public record Levels(Level level, Map<String, Level> rules) {
  public Levels {
    rules = Map.copyOf(rules);
  }

  public static Levels of(Level level) {
    return new Levels(level, Map.of());
  }

  /// The lowest that any line can have.
  Level lowest() {
    Level lowest = level;
    for (Level each : rules.values()) {
      lowest = each.compareTo(lowest) < 0 ? each : lowest;
    }
    return lowest;
  }

  boolean take(Line line) {
    Level wanted =
        rules.isEmpty()
            ? level
            : line.rule().flatMap(r -> Optional.ofNullable(rules.get(r.toString()))).orElse(level);
    return line.level().compareTo(wanted) >= 0;
  }
}
