package filereeve.event;

/// Which rule: `rotate.app-logs` is the rule `app-logs` of the section `rotate`.
public record RuleName(RuleKind kind, String name) implements Comparable<RuleName> {
  @Override
  public int compareTo(RuleName other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return kind.key() + "." + name;
  }
}
