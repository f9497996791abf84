package filereeve.files;

import filereeve.posix.PathBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The names of temporary files: hidden, beside the target, with their purpose as the suffix, so
/// that the next start finishes or removes them: `.app.log.zst.filereeve-compress`.
public final class TempNames {
  /// The purpose of a temporary file.
  public enum Purpose {
    /// The compressed variant of the file without the last suffix.
    COMPRESS,
    /// The new content of a small file that is written as a whole.
    WRITE,
    /// The new empty log that follows a rotated one.
    CREATE,
    /// A mark: the notification of the writer of a rotated log is pending.
    NOTIFY,
    /// An archive that is being overwritten and removed.
    SHRED,
    /// The copy of a log's content that becomes its archive (copytruncate).
    COPY,
    /// The record of what is about to be cut from a log, for recovery (copytruncate).
    CUT;

    private final String suffix = MARK + name().toLowerCase(Locale.ROOT);
  }

  private static final String MARK = ".filereeve-";

  /// `NAME_MAX` of Linux, in bytes.
  private static final int LONGEST = 255;

  /// This many bytes of a longer name are kept, for people to read.
  private static final int KEPT = 32;

  private TempNames() {}

  /// @param target the name of the file that the temporary one is for
  public static Path of(Path target, Purpose purpose) {
    byte[] name = PathBytes.of(target);
    String end = purpose.suffix;
    if (1 + name.length + end.length() > LONGEST) {
      end = "~" + Integer.toHexString(target.hashCode()) + end;
      name = Arrays.copyOf(name, KEPT);
    }
    byte[] tail = end.getBytes(StandardCharsets.US_ASCII);
    return PathBytes.toName(
        ByteBuffer.allocate(1 + name.length + tail.length)
            .put((byte) '.')
            .put(name)
            .put(tail)
            .array());
  }

  /// Whether this is the name of a temporary file, for any purpose.
  public static boolean isTemp(Path name) {
    return purposeOf(name).isPresent();
  }

  /// Whether these are the bytes of a temporary file's name.
  public static boolean isTemp(byte[] name) {
    return name.length > 0
        && name[0] == '.'
        && purposeOf(new String(name, StandardCharsets.ISO_8859_1)).isPresent();
  }

  /// Whether this is the name of a temporary file for a purpose.
  public static boolean isFor(Purpose purpose, Path name) {
    return purposeOf(name).filter(purpose::equals).isPresent();
  }

  /// The target of a temporary file's name; empty if the name is another. The target of a shortened
  /// name is not the name of any file.
  public static Optional<Path> target(Path name) {
    return purposeOf(name)
        .map(
            purpose -> {
              byte[] bytes = PathBytes.of(name);
              return Arrays.copyOfRange(bytes, 1, bytes.length - purpose.suffix.length());
            })
        .map(PathBytes::toName);
  }

  private static Optional<Purpose> purposeOf(Path name) {
    return purposeOf(name.toString());
  }

  private static Optional<Purpose> purposeOf(String text) {
    if (!text.startsWith(".") || !text.contains(MARK)) {
      return Optional.empty();
    }
    for (Purpose purpose : Purpose.values()) {
      if (text.endsWith(purpose.suffix) && text.length() > 1 + purpose.suffix.length()) {
        return Optional.of(purpose);
      }
    }
    return Optional.empty();
  }
}
