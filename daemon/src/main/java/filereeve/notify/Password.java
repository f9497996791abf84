package filereeve.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import filereeve.files.Directory;
import filereeve.posix.Posix;
import java.io.IOException;
import java.nio.file.Path;

/// The source of a password. The secret is never part of a text.
public sealed interface Password {
  String secret(Posix posix) throws IOException;

  /// A password in the configuration.
  record Given(String secret) implements Password {
    @Override
    public String secret(Posix posix) {
      return secret;
    }

    @Override
    public String toString() {
      return "****";
    }
  }

  /// The first line of a file, read again for each mail.
  record InFile(Path path) implements Password {
    private static final int LONGEST = 4096;

    @Override
    public String secret(Posix posix) throws IOException {
      Path parent = path.getParent();
      if (parent == null) {
        throw new IOException(path + " is not a file");
      }
      try (Directory directory = Directory.open(posix, parent)) {
        byte[] content =
            directory
                .read(path.getFileName(), LONGEST)
                .orElseThrow(() -> new IOException("the password file " + path + " is missing"));
        return new String(content, UTF_8).lines().findFirst().orElse("");
      }
    }
  }
}
