package filereeve.schema;

import java.util.function.UnaryOperator;

/// Something that is wrong with the configuration, or could be better, and what to do about it.
///
/// @param path the key, such as `rotate.app.keep.files`; empty if it is about a file as a whole
/// @param message what is wrong, without a full stop; it may end as a question
/// @param remedy what to do about it, without a full stop
public record Problem(Severity severity, Where where, String path, String message, String remedy) {
  /// How bad it is.
  public enum Severity {
    /// The configuration cannot take effect.
    ERROR,
    /// It works, but perhaps not as meant.
    HINT
  }

  public Problem {
    message = oneLine(message);
    remedy = oneLine(remedy);
  }

  /// With its words replaced: the path may hold names that the user gave, too.
  public Problem with(UnaryOperator<String> words) {
    return new Problem(
        severity, where, words.apply(path), words.apply(message), words.apply(remedy));
  }

  /// `file:line:column: key.path: what is wrong. Remedy.`, in one line.
  @Override
  public String toString() {
    var out = new StringBuilder().append(where).append(": ");
    if (severity == Severity.HINT) {
      out.append("hint: ");
    }
    if (!path.isEmpty()) {
      out.append(oneLine(path)).append(": ");
    }
    out.append(message).append(message.endsWith("?") ? " " : ". ");
    return out.append(remedy).append('.').toString();
  }

  private static boolean isUnseen(int c) {
    return Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT
        || (Character.getType(c) == Character.SPACE_SEPARATOR && c != ' ');
  }

  private static String oneLine(String text) {
    var out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (isUnseen(c)) {
                out.append("\\u%04x".formatted(c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }
}
