package filereeve.config;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import filereeve.route.Glob;
import filereeve.schema.Problems;
import filereeve.schema.Where;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;

/// Finds the files that an `include` names, in the order of their names.
final class Includes {
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

  /// How deep `**` is searched.
  private static final int MAX_DEPTH = 16;

  /// More is not a configuration, but a pattern that names too much.
  private static final int MOST_FILES = 1_000;

  private static final int MOST_LOOKED_AT = 100_000;

  private final Path main;
  private final Problems problems;

  Includes(Path main, Problems problems) {
    this.main = main;
    this.problems = problems;
  }

  /// The files that one pattern names now. A name without wildcards is among them even if there is
  /// no such file. A file can be removed from a directory, and its rules with it. A directory that
  /// is missing is a mistake: it was moved, not mounted, or is spelled otherwise.
  ///
  /// @param where the pattern is
  List<Path> find(String pattern, Where where) {
    List<String> names = names(pattern);
    int fixed = fixed(names);
    Path base = fixedPart(main, pattern);
    if (fixed == names.size()) {
      return List.of(base);
    }
    if (Files.notExists(base.toAbsolutePath(), NOFOLLOW_LINKS)) {
      error(
          where,
          "the directory " + base + " does not exist",
          "Create it: mkdir %s. Or remove the pattern".formatted(base));
      return List.of();
    }
    if (!Files.isDirectory(base.toAbsolutePath())) {
      error(where, base + " is no directory", "Restore it, or remove the pattern");
      return List.of();
    }
    int errors = problems.errors();
    List<Path> found = walk(base, names.subList(fixed, names.size()), where);
    if (found.isEmpty() && problems.errors() == errors) {
      problems.hint(
          where,
          "include",
          "\"%s\" matches nothing: no file has such a name".formatted(pattern),
          "If files are to come, this is fine; otherwise correct it");
    }
    return found;
  }

  private static List<String> names(String pattern) {
    return List.of(pattern.split("/", -1));
  }

  private static int fixed(List<String> names) {
    int fixed = 0;
    while (fixed < names.size() && !WILDCARD.matcher(names.get(fixed)).find()) {
      fixed++;
    }
    return fixed;
  }

  /// The directory that the pattern names without wildcards; without any, the file.
  static Path fixedPart(Path main, String pattern) {
    List<String> names = names(pattern);
    int fixed = fixed(names);
    return pattern.startsWith("/") && fixed == 1
        ? Path.of("/")
        : main.resolveSibling(String.join("/", names.subList(0, fixed)));
  }

  private void error(Where where, String message, String remedy) {
    problems.error(where, "include", message, remedy);
  }

  /// The pattern as an absolute glob, to be watched.
  static String absolute(Path main, String pattern) {
    if (pattern.startsWith("/")) {
      return pattern;
    }
    Path directory = main.toAbsolutePath().normalize().getParent();
    return (directory == null || directory.getParent() == null ? "" : directory) + "/" + pattern;
  }

  private List<Path> walk(Path base, List<String> names, Where where) {
    Glob glob;
    try {
      glob = Glob.parse("/" + String.join("/", names));
    } catch (IllegalArgumentException e) {
      error(where, String.valueOf(e.getMessage()).replaceFirst("\\.$", ""), "Correct it");
      return List.of();
    }
    boolean deep = names.contains("**");
    int depth = deep ? MAX_DEPTH : names.size();
    var visit = new Visit(base, glob, deep, where);
    try {
      Files.walkFileTree(base, EnumSet.of(FileVisitOption.FOLLOW_LINKS), depth, visit);
    } catch (IOException e) {
      cannotRead(base, where);
    }
    return visit.found.stream().sorted().toList();
  }

  private final class Visit extends SimpleFileVisitor<Path> {
    private final Path base;
    private final Glob glob;
    private final boolean deep;
    private final Where where;
    private final List<Path> found = new ArrayList<>();
    private int lookedAt;

    /// @param deep whether it leads to directories at any depth
    Visit(Path base, Glob glob, boolean deep, Where where) {
      this.base = base;
      this.glob = glob;
      this.deep = deep;
      this.where = where;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      lookedAt++;
      boolean named = glob.matches(below(file)) && !belongsToMain(file);
      if (attributes.isSymbolicLink()) { // it would be followed, if it led anywhere
        if (named || leadsOn(file)) {
          error(
              where,
              "the link %s leads nowhere".formatted(file),
              "Restore what it leads to, or remove it");
        }
      } else if (attributes.isDirectory()) { // its content is not visited
        if (deep && leadsOn(file)) {
          error(
              where,
              "%s is more than %d directories deep".formatted(file, MAX_DEPTH),
              "Move it up, or name its directory");
        }
      } else if (named) {
        if (attributes.isRegularFile()) {
          found.add(file);
        } else if (attributes.isOther()) {
          problems.hint(
              where, "include", file + " is not read: it is no regular file", "Remove it");
        }
      }
      if (found.size() > MOST_FILES || lookedAt > MOST_LOOKED_AT) {
        error(
            where,
            "the pattern leads to more than %d files"
                .formatted(found.size() > MOST_FILES ? MOST_FILES : MOST_LOOKED_AT),
            "Name only the configuration's own");
        found.clear();
        return FileVisitResult.TERMINATE;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      lookedAt++;
      if (!(e instanceof FileSystemLoopException) && (glob.matches(below(file)) || leadsOn(file))) {
        cannotRead(file, where);
      }
      return FileVisitResult.CONTINUE;
    }

    private Path below(Path file) {
      return Path.of("/").resolve(base.relativize(file));
    }

    /// Whether the pattern names files in it, if it is a directory.
    private boolean leadsOn(Path file) {
      return glob.mayMatchBelow(below(file));
    }
  }

  private void cannotRead(Path at, Where where) {
    error(where, "cannot read " + at, "Give this user permission to read it");
  }

  /// Whether it is the main file or one of its profiles, which `*.yaml` does not mean.
  private boolean belongsToMain(Path file) {
    String stem = stem(main) + ".";
    return file.getFileName().toString().startsWith(stem)
        && file.toAbsolutePath()
            .normalize()
            .equals(main.toAbsolutePath().normalize().resolveSibling(file.getFileName()));
  }

  /// `filereeve` of `/etc/filereeve/filereeve.yaml`.
  static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
