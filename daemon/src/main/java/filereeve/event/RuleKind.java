package filereeve.event;

import java.util.Locale;

/// The sections of the configuration that hold rules; `DAEMON` is the daemon's care for its own
/// configuration, which is no section but goes the same way.
public enum RuleKind {
  DAEMON,
  RELOAD,
  ROTATE,
  COMPRESS;

  /// The kind as the configuration and the logs spell it.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
