package filereeve.kind.rotate;

import filereeve.route.Glob;
import filereeve.rule.GlobTypes;
import filereeve.schema.Node;
import filereeve.schema.Node.Entry;
import filereeve.schema.Node.Mapping;
import filereeve.schema.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds two rules that put archives of different logs into one directory under the same names:
/// each would count and remove the other's. It reads the text, so that it finds them even while
/// something else is wrong.
///
/// Only directories that are certain are compared. What wildcards lead to is seen when it happens.
final class ArchiveDirectories {
  /// @param where what names the directory: `archive_dir`, or the glob of logs whose archives are
  ///   kept beside them
  private record Source(String rule, Glob logs, Path directory, Node.Scalar where) {}

  private final Problems problems;
  private final Map<Path, List<Source>> byArchiveDirectory = new LinkedHashMap<>();

  private ArchiveDirectories(Problems problems) {
    this.problems = problems;
  }

  static void check(List<Entry> rules, Problems problems) {
    var directories = new ArchiveDirectories(problems);
    for (Entry rule : rules) {
      if (rule.value() instanceof Mapping keys) {
        directories.collect(RotateKeys.NAME + "." + rule.key(), keys);
      }
    }
    directories.byArchiveDirectory.forEach(directories::compare);
  }

  private void collect(String rule, Mapping keys) {
    Optional<Node.Scalar> archiveDir =
        keys.get(RotateKeys.ARCHIVE_DIR.name()).flatMap(Node::scalar);
    Optional<Path> target = archiveDir.flatMap(RotateKeys.DIRECTORY::valueOf).map(Path::of);
    if (archiveDir.isPresent() && target.isEmpty()) {
      return; // which was reported already
    }
    if (keys.get(RotateKeys.FILES.name()).orElse(keys) instanceof Node.Sequence files) {
      for (Node item : files.items()) {
        Node.scalar(item).ifPresent(glob -> collect(rule, glob, archiveDir, target));
      }
    }
  }

  private void collect(
      String rule, Node.Scalar text, Optional<Node.Scalar> archiveDir, Optional<Path> target) {
    Optional<Glob> glob = GlobTypes.GLOB.valueOf(text);
    for (Path logs : glob.map(Glob::fixedDirectories).orElse(Set.of())) {
      Path archives = target.map(logs::resolve).orElse(logs);
      byArchiveDirectory
          .computeIfAbsent(archives, _ -> new ArrayList<>())
          .add(new Source(rule, glob.orElseThrow(), logs, archiveDir.orElse(text)));
    }
  }

  private void compare(Path archives, List<Source> sources) {
    if (sources.stream().map(Source::directory).distinct().count() == 1) {
      return; // whether their logs can be the same is `Owners`' question
    }
    for (int i = 1; i < sources.size() && !problems.full(); i++) {
      Source second = sources.get(i);
      sources.subList(0, i).stream()
          .filter(first -> mix(first, second))
          .findFirst()
          .ifPresent(first -> report(archives, first, second));
    }
  }

  private static boolean mix(Source first, Source second) {
    return !first.rule.equals(second.rule)
        && !first.directory.equals(second.directory)
        && first.logs.sharesName(first.directory, second.logs, second.directory);
  }

  private void report(Path archives, Source first, Source second) {
    problems.error(
        second.where.where(),
        second.rule + "." + RotateKeys.ARCHIVE_DIR.name(),
        "archives of %s and of %s of rule %s (%s) can have the same names in %s, and each rule would count the other's as its own"
            .formatted(second.logs, first.logs, first.rule, first.where.where(), archives),
        "Set a different `archive_dir` for each rule");
  }
}
