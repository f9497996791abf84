package filereeve.rule;

import static filereeve.schema.Types.TEXT_ONLY;
import static filereeve.schema.Types.absolute;
import static filereeve.schema.Types.pattern;

import filereeve.route.Glob;
import filereeve.schema.ListType;
import filereeve.schema.ScalarType;
import filereeve.schema.Type;
import java.util.List;
import java.util.function.Function;

/// Globs as values of keys.
public final class GlobTypes {
  public static final Type<Glob> GLOB = glob(text -> Glob.parse(absolute(text)));

  private static final Type<Glob> INPUT =
      glob(text -> SystemDirectories.requireOutside(Glob.parse(absolute(text))));

  private static final Type<Glob> IGNORED =
      new ScalarType<>(
          "glob",
          "an absolute path, perhaps with wildcards",
          "Write an absolute path such as /etc/app/*.bak, or **/*.bak",
          TEXT_ONLY,
          GlobTypes::ignored,
          pattern("^(/|\\*\\*/)"));

  private GlobTypes() {}

  private static Type<Glob> glob(Function<String, Glob> parse) {
    return new ScalarType<>(
        "glob",
        "an absolute path, perhaps with wildcards",
        "Write an absolute path such as /var/log/app/*.log",
        TEXT_ONLY,
        parse,
        pattern("^/"));
  }

  /// @param example `[/var/log/app/*.log]`
  public static Type<List<Glob>> list(String example) {
    return new ListType<>("list of globs", GLOB, example, false);
  }

  /// Files that the rule moves, compresses or removes: outside of the host's own directories.
  public static Type<List<Glob>> inputList(String example) {
    return new ListType<>("list of globs", INPUT, example, false);
  }

  /// A list that may be empty, of globs that may begin with `**/`: in any directory.
  public static Type<List<Glob>> ignoredList(String example) {
    return new ListType<>("list of globs", IGNORED, example, true);
  }

  private static Glob ignored(String text) {
    return Glob.parse(absolute(text.startsWith("**/") ? "/" + text : text));
  }
}
