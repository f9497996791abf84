package filereeve.event;

/// "Look there": it carries no work, only where to look and why.
public record Trigger(RunKey key, Cause cause) {
  public Trigger(RuleName rule, Subject subject, Cause cause) {
    this(new RunKey(rule, subject), cause);
  }
}
