package filereeve.files;

import java.io.IOException;
import java.nio.file.Path;

/// Root will not work in a folder where others can exchange the files.
public final class UnsafeFolderException extends IOException {
  private static final long serialVersionUID = 1L;

  UnsafeFolderException(Path folder, String why) {
    super(
        "the folder %s is not safe for root to work in: %s. Set its mode to 0755"
            .formatted(folder, why));
  }
}
