package filereeve.event;

/// A rule and what its run is about: the unit of waiting, of running one at a time, and of trying
/// again.
public record RunKey(RuleName rule, Subject subject) {
  @Override
  public String toString() {
    return rule + " " + subject;
  }
}
