package filereeve.config;

/// What the daemon starts with.
public enum StartWith {
  /// The configuration as it is, or nothing.
  CURRENT,
  /// If it is bad, a copy of the last one that was in force.
  LAST_GOOD
}
