package filereeve.telemetry;

/// Where decisions are written: one line each.
///
/// Thread: safe for use by many threads.
@FunctionalInterface
public interface Log {
  void log(Event event, Field... fields);

  /// Whether lines of this event are written at present: asked before a line that comes often is
  /// made.
  default boolean isOn(Event event) {
    return true;
  }
}
