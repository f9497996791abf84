package filereeve.config;

import filereeve.route.Glob;
import java.nio.file.Path;
import java.util.List;

/// Refuses paths and globs that can be read but cannot mean what was meant.
final class Paths {
  private Paths() {}

  static Path absolute(String text) {
    requireAbsolute(text);
    refuseOddNames(text);
    return Path.of(text);
  }

  static Glob glob(String text) {
    requireAbsolute(text);
    refuseOddNames(text);
    return Glob.parse(text);
  }

  /// A glob that may begin with `**/`: in any directory.
  static Glob ignored(String text) {
    return text.startsWith("**/") ? glob("/" + text) : glob(text);
  }

  static String include(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("the file name is empty");
    }
    if (text.endsWith("/")) {
      throw new IllegalArgumentException(
          "\"%s\" is a directory. Name its files: %s*.yaml".formatted(text, text));
    }
    return text;
  }

  static String into(String text) {
    if (text.startsWith("/")) {
      return absolute(text).toString();
    }
    if (text.isEmpty() || text.contains("/") || text.equals("..") || text.equals(".")) {
      throw new IllegalArgumentException(
          "\"%s\" is neither a plain name nor an absolute path".formatted(text));
    }
    return text;
  }

  private static void requireAbsolute(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("the path is empty");
    }
    if (text.startsWith("~")) {
      throw new IllegalArgumentException(
          "\"%s\": `~` is not replaced here. Write the whole path".formatted(text));
    }
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException(
          "\"%s\" is a relative path. Write the whole path, such as /%s".formatted(text, text));
    }
  }

  private static void refuseOddNames(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("the path contains a NUL. Remove it");
    }
    if (text.contains("//")) {
      throw new IllegalArgumentException(
          "\"%s\" matches nothing: it contains `//`. Write one slash".formatted(text));
    }
    if (text.length() > 1 && text.endsWith("/")) {
      throw new IllegalArgumentException(
          "\"%s\" ends with a slash. Name the files, such as %s*".formatted(text, text));
    }
    List<String> names = List.of(text.split("/", -1));
    if (names.contains("..") || names.contains(".")) {
      throw new IllegalArgumentException(
          "\"%s\" goes through `.` or `..`. Write the path without".formatted(text));
    }
  }
}
