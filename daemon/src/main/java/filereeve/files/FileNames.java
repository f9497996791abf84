package filereeve.files;

import java.net.URI;
import java.nio.file.Path;

/// Longer and shorter names of files, exact to the byte. A name need not be valid UTF-8; then its
/// text shows U+FFFD where bytes were lost, and only its URI leads back to it.
final class FileNames {
  private static final char LOST = '\uFFFD';

  private FileNames() {}

  /// @param suffix of ASCII letters, digits, `.`, `-` and `_`
  static Path append(Path name, String suffix) {
    String text = name.toString();
    return isExact(text) ? Path.of(text + suffix) : named(uri(name) + suffix);
  }

  /// The name without its last `length` characters, which are ones that [#append] could have added.
  static Path cut(Path name, int length) {
    String text = name.toString();
    if (isExact(text)) {
      return Path.of(text.substring(0, text.length() - length));
    }
    String uri = uri(name);
    return named(uri.substring(0, uri.length() - length));
  }

  private static boolean isExact(String text) {
    return text.indexOf(LOST) < 0;
  }

  private static String uri(Path name) {
    String uri = Path.of("/").resolve(name).toUri().toString();
    return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
  }

  private static Path named(String uri) {
    Path name = Path.of(URI.create(uri)).getFileName();
    if (name == null) {
      throw new IllegalArgumentException("no name of a file: " + uri);
    }
    return name;
  }
}
