package filereeve.handler.rotate;

import java.io.IOException;

/// The rule cannot be carried out as it is written or as things are on this host; trying again does
/// not help. The message is cause and remedy.
final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
