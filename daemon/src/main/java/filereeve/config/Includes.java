package filereeve.config;

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

  private final Path main;
  private final Problems problems;

  Includes(Path main, Problems problems) {
    this.main = main;
    this.problems = problems;
  }

  /// The files that one pattern names now. A name without wildcards is among them even if there is
  /// no such file.
  ///
  /// @param where the pattern is
  List<Path> find(String pattern, Where where) {
    List<String> names = List.of(pattern.split("/", -1));
    int fixed = 0;
    while (fixed < names.size() && !WILDCARD.matcher(names.get(fixed)).find()) {
      fixed++;
    }
    Path base = main.resolveSibling(String.join("/", names.subList(0, fixed)));
    if (fixed == names.size()) {
      return List.of(base);
    }
    if (fixed > 0 && pattern.startsWith("/") && fixed == 1) {
      base = Path.of("/");
    }
    if (!Files.isDirectory(base.toAbsolutePath())) {
      return List.of();
    }
    return walk(base, names.subList(fixed, names.size()), where);
  }

  /// The pattern as an absolute glob, to be watched.
  String absolute(String pattern) {
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
      problems.error(
          where, "include", String.valueOf(e.getMessage()).replaceFirst("\\.$", ""), "Correct it");
      return List.of();
    }
    int depth = names.contains("**") ? MAX_DEPTH : names.size();
    var found = new ArrayList<Path>();
    try {
      Files.walkFileTree(
          base,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          depth,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              Path below = Path.of("/").resolve(base.relativize(file));
              if (attributes.isRegularFile() && glob.matches(below) && !belongsToMain(file)) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              if (!(e instanceof FileSystemLoopException)) {
                cannotRead(file, where);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      cannotRead(base, where);
    }
    return found.stream().sorted().toList();
  }

  private void cannotRead(Path at, Where where) {
    problems.error(where, "include", "cannot read " + at, "Give this user permission to read it");
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
