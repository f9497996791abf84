package filereeve.files;

import java.io.IOException;

/// Refuses an action that a rule or the state of this host does not permit; a retry does not help.
public final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  /// @param message cause and remedy, without the last full stop
  public RefusedException(String message) {
    super(message);
  }
}
