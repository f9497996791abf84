package filereeve.files;

import filereeve.posix.PathBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Names of our temporary files: hidden, beside the file that they are to become, and telling what
/// they are for, so that the next start finishes or removes them:
/// `.app.log.zst.filereeve-compress`.
public final class TempNames {
  /// Why a temporary file was made.
  public enum Purpose {
    /// The compressed variant of the file without the last suffix.
    COMPRESS,
    /// The new content of a small file that is replaced as a whole.
    WRITE,
    /// The new empty log that follows a rotated one.
    CREATE,
    /// A mark: the writer of a log that was renamed is still to be notified.
    NOTIFY,
    /// An archive that is being removed, overwritten in part or not at all.
    SHRED,
    /// The copy of a log's content that is to become its archive (copytruncate).
    COPY,
    /// What is about to be cut off from a log, so that a later start knows (copytruncate).
    CUT;

    private final String suffix = MARK + name().toLowerCase(Locale.ROOT);
  }

  private static final String MARK = ".filereeve-";

  /// `NAME_MAX` of Linux, in bytes.
  private static final int LONGEST = 255;

  /// So many bytes of a longer name are kept, to be read by people.
  private static final int KEPT = 32;

  private TempNames() {}

  /// @param target the name that the file is to get
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

  /// Whether a file of this name is one of ours, whatever it was made for.
  public static boolean isTemp(Path name) {
    return purposeOf(name).isPresent();
  }

  /// The same of a name's bytes.
  public static boolean isTemp(byte[] name) {
    return name.length > 0
        && name[0] == '.'
        && isTemp(Path.of(new String(name, StandardCharsets.ISO_8859_1)));
  }

  /// Whether a file of this name was made for this.
  public static boolean isFor(Purpose purpose, Path name) {
    return purposeOf(name).filter(purpose::equals).isPresent();
  }

  /// The name that a temporary file is for; empty if it is none of ours. Of a name that was too
  /// long it is no file's.
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
    String text = name.toString();
    if (!text.startsWith(".")) {
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
