package filereeve.telemetry;

/// Where decisions are written: one line each.
///
/// Thread: safe for use by many threads.
@FunctionalInterface
public interface Log {
  void log(Event event, Field... fields);
}
