package filereeve.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import filereeve.files.Directory;
import filereeve.posix.Posix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Finds the secret behind a [Password].
final class Passwords {
  private static final int LONGEST = 4096;

  private final Posix posix;

  Passwords(Posix posix) {
    this.posix = posix;
  }

  /// Without a login it is empty.
  String of(Optional<EmailSettings.Login> login) throws IOException {
    if (login.isEmpty()) {
      return "";
    }
    return switch (login.get().password()) {
      case Password.Given(String secret) -> secret;
      case Password.InFile(Path path) -> firstLine(path);
    };
  }

  private String firstLine(Path path) throws IOException {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IOException(path + " is no file");
    }
    try (Directory directory = Directory.open(posix, parent)) {
      byte[] content =
          directory
              .read(path.getFileName(), LONGEST)
              .orElseThrow(() -> new IOException("the password file " + path + " is missing"));
      String text = new String(content, UTF_8);
      return text.lines().findFirst().orElse("");
    }
  }
}
