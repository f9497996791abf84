package filereeve.event;

import java.util.Locale;

/// Why a handler runs. Causes of one key that come together while it waits are kept together.
public enum Cause {
  /// The daemon has just started, or the rule is new.
  START,
  /// The kernel reported a change.
  CHANGE,
  /// A rescan found something to do.
  RESCAN,
  /// The rule's schedule came due.
  SCHEDULE,
  /// An earlier run asked for a retry.
  RETRY,
  /// Another run of the same rule left this to do.
  FOLLOW_UP,
  /// Somebody asked for it: a signal or a command.
  OPERATOR;

  /// The cause as the logs spell it.
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
