package filereeve.clock;

/// Whether the host's clock can be trusted to say how old something is. What is removed because it
/// is too old waits until it can.
///
/// Thread: safe for use by many threads.
@FunctionalInterface
public interface ClockTrust {
  boolean isTrusted();
}
