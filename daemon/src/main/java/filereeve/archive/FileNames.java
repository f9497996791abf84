package filereeve.archive;

import filereeve.posix.PathBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/// Extends and shortens names of files, exact to the byte: a name need not be valid UTF-8.
final class FileNames {
  private FileNames() {}

  /// @param suffix of ASCII letters, digits, `.`, `-` and `_`
  static Path append(Path name, String suffix) {
    byte[] head = PathBytes.of(name);
    byte[] tail = suffix.getBytes(StandardCharsets.US_ASCII);
    byte[] whole = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, whole, head.length, tail.length);
    return PathBytes.toName(whole);
  }

  /// The name without its last `length` characters, which must be such as [#append] adds.
  static Path cut(Path name, int length) {
    byte[] bytes = PathBytes.of(name);
    return PathBytes.toName(Arrays.copyOf(bytes, bytes.length - length));
  }
}
