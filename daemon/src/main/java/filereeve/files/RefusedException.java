package filereeve.files;

import java.io.IOException;

/// It may not be done as a rule is written or as things are on this host; trying again does not
/// help.
public final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  /// @param message cause and remedy, without the last full stop
  public RefusedException(String message) {
    super(message);
  }
}
