package filereeve.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// Names of our temporary files: hidden, beside the file that they are to become, and telling what
/// they are for, so that the next start finishes or removes them:
/// `.app.log.zst.filereeve-compress`.
public final class TempNames {
  /// Why a temporary file was made.
  public enum Purpose {
    /// The compressed form of the file without the last suffix.
    COMPRESS,
    /// The new content of a small file that is replaced as a whole.
    WRITE,
    /// The new empty log that follows a rotated one.
    CREATE;

    private String suffix() {
      return ".filereeve-" + name().toLowerCase(Locale.ROOT);
    }
  }

  /// `NAME_MAX` of Linux, in bytes.
  private static final int LONGEST = 255;

  private TempNames() {}

  /// @param target the name that the file is to get
  public static Path of(Path target, Purpose purpose) {
    String name = "." + target + purpose.suffix();
    if (name.getBytes(StandardCharsets.UTF_8).length <= LONGEST) {
      return Path.of(name);
    }
    String hash = Integer.toHexString(target.hashCode());
    return Path.of("." + target.toString().substring(0, 32) + "~" + hash + purpose.suffix());
  }

  /// Whether a file of this name is one of ours, whatever it was made for.
  public static boolean isTemp(Path name) {
    return purposeOf(name).isPresent();
  }

  /// Whether a file of this name was made for this.
  public static boolean isFor(Purpose purpose, Path name) {
    return purposeOf(name).filter(purpose::equals).isPresent();
  }

  private static Optional<Purpose> purposeOf(Path name) {
    String text = name.toString();
    for (Purpose purpose : Purpose.values()) {
      int nameLength = text.length() - 1 - purpose.suffix().length();
      if (nameLength > 0 && text.startsWith(".") && text.endsWith(purpose.suffix())) {
        return Optional.of(purpose);
      }
    }
    return Optional.empty();
  }
}
