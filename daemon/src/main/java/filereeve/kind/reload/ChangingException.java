package filereeve.kind.reload;

import java.io.IOException;
import java.nio.file.Path;

/// A file was changed or removed while it was read.
final class ChangingException extends IOException {
  private static final long serialVersionUID = 1L;

  ChangingException(Path path) {
    super(path + " changes at this moment");
  }
}
