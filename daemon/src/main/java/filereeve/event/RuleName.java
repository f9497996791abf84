package filereeve.event;

import java.util.regex.Pattern;

/// Names a rule: `rotate.app-logs` is the rule `app-logs` of the section `rotate`.
///
/// @param kind the section of the configuration; `daemon` for the daemon's care of its own
///   configuration, which is no section but is handled like a rule
public record RuleName(String kind, String name) implements Comparable<RuleName> {
  private static final Pattern KIND = Pattern.compile("[a-z]+");

  /// Names become names of files, such as those of stamps.
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

  public RuleName {
    if (!KIND.matcher(kind).matches() || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("%s.%s is not the name of a rule".formatted(kind, name));
    }
  }

  @Override
  public int compareTo(RuleName other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return kind + "." + name;
  }
}
