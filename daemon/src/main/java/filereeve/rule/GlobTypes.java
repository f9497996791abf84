package filereeve.rule;

import static filereeve.schema.Types.TEXT_ONLY;
import static filereeve.schema.Types.absolute;
import static filereeve.schema.Types.pattern;

import filereeve.route.Glob;
import filereeve.schema.ListType;
import filereeve.schema.ScalarType;
import filereeve.schema.Type;
import java.util.List;

/// Globs as values of keys.
public final class GlobTypes {
  public static final Type<Glob> GLOB =
      new ScalarType<>(
          "glob",
          "an absolute path, perhaps with wildcards",
          "Write an absolute path such as /var/log/app/*.log",
          TEXT_ONLY,
          text -> Glob.parse(absolute(text)),
          pattern("^/"));

  private static final Type<Glob> IGNORED =
      new ScalarType<>(
          "glob",
          "an absolute path, perhaps with wildcards",
          "Write an absolute path such as /etc/app/*.bak, or **/*.bak",
          TEXT_ONLY,
          GlobTypes::ignored,
          pattern("^(/|\\*\\*/)"));

  private GlobTypes() {}

  /// @param example `[/var/log/app/*.log]`
  public static Type<List<Glob>> list(String example) {
    return new ListType<>("list of globs", GLOB, example, false);
  }

  /// A list that may be empty, of globs that may begin with `**/`: in any directory.
  public static Type<List<Glob>> ignoredList(String example) {
    return new ListType<>("list of globs", IGNORED, example, true);
  }

  private static Glob ignored(String text) {
    return Glob.parse(absolute(text.startsWith("**/") ? "/" + text : text));
  }
}
