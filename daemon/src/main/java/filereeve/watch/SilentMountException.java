package filereeve.watch;

import java.io.IOException;
import java.nio.file.Path;

/// A filesystem whose server does not answer: nothing can be said of what is in it.
final class SilentMountException extends IOException {
  private static final long serialVersionUID = 1L;

  SilentMountException(Path point) {
    super(
        "the filesystem mounted at %s does not answer. Restart its server, or unmount it: umount -l %s"
            .formatted(point, point));
  }
}
