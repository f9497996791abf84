package filereeve.route;

import java.nio.file.Path;
import java.util.regex.Pattern;

/// An absolute path with wildcards, as shells write them: `*` and `?` within a name, `[a-z]`,
/// `{a,b}`, and `**` for any number of folders, none included. As in a shell, a wildcard at the
/// start of a name does not stand for a leading dot.
public final class Glob {
  private final String text;
  private final Pattern pattern;
  private final Path root;

  private Glob(String text, Pattern pattern, Path root) {
    this.text = text;
    this.pattern = pattern;
    this.root = root;
  }

  /// @throws IllegalArgumentException if the text is no absolute glob; the message says why
  public static Glob parse(String text) {
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException("the path must be absolute: \"" + text + "\"");
    }
    return new Glob(text, Pattern.compile(GlobSyntax.regex(text)), GlobSyntax.root(text));
  }

  public boolean matches(Path path) {
    return pattern.matcher(path.toString()).matches();
  }

  /// The deepest folder (or, without wildcards, the file itself) that everything it matches is in.
  public Path root() {
    return root;
  }

  @Override
  public String toString() {
    return text;
  }
}
