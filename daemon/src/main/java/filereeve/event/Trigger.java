package filereeve.event;

/// A request to run a key: it carries no work, only where to look and why.
public record Trigger(RunKey key, Cause cause) {
  public Trigger(RuleName rule, Subject subject, Cause cause) {
    this(new RunKey(rule, subject), cause);
  }
}
