package filereeve.config;

import filereeve.config.Node.Entry;
import filereeve.config.Node.Mapping;
import filereeve.event.RuleKind;
import filereeve.route.Glob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds two rules that put archives of different logs into one folder under the same names: each
/// would count and remove the other's. Like [Owners] it looks at the text, so that it finds them
/// even while something else is wrong.
///
/// Only folders that are certain are compared. What wildcards lead to is seen when it happens.
final class ArchiveFolders {
  /// @param where what names the folder: `into`, or the glob of logs whose archives stay beside
  ///   them
  private record Source(String rule, Glob logs, Path folder, Node.Scalar where) {}

  private final Problems problems;
  private final Map<Path, List<Source>> byArchiveFolder = new LinkedHashMap<>();

  private ArchiveFolders(Problems problems) {
    this.problems = problems;
  }

  static void check(Mapping all, Problems problems) {
    var folders = new ArchiveFolders(problems);
    for (Entry rule : Node.entries(all.get(RuleKind.ROTATE.key()))) {
      if (rule.value() instanceof Mapping keys) {
        folders.collect(RuleKind.ROTATE.key() + "." + rule.key(), keys);
      }
    }
    folders.byArchiveFolder.forEach(folders::compare);
  }

  private void collect(String rule, Mapping keys) {
    Optional<Node.Scalar> into = keys.get(RotateKeys.INTO.name()).flatMap(ArchiveFolders::scalar);
    Optional<Path> target = into.flatMap(text -> read(Types.INTO, text)).map(Path::of);
    if (into.isPresent() && target.isEmpty()) {
      return; // which was reported already
    }
    if (keys.get(RotateKeys.FILES.name()).orElse(keys) instanceof Node.Sequence files) {
      for (Node item : files.items()) {
        scalar(item).ifPresent(glob -> collect(rule, glob, into, target));
      }
    }
  }

  private void collect(
      String rule, Node.Scalar text, Optional<Node.Scalar> into, Optional<Path> target) {
    Optional<Glob> glob = read(Types.GLOB, text);
    for (Path logs : glob.map(Glob::fixedFolders).orElse(Set.of())) {
      Path archives = target.map(logs::resolve).orElse(logs);
      byArchiveFolder
          .computeIfAbsent(archives, _ -> new ArrayList<>())
          .add(new Source(rule, glob.orElseThrow(), logs, into.orElse(text)));
    }
  }

  private void compare(Path archives, List<Source> sources) {
    for (int i = 1; i < sources.size(); i++) {
      Source second = sources.get(i);
      sources.subList(0, i).stream()
          .filter(first -> mix(first, second))
          .findFirst()
          .ifPresent(first -> report(archives, first, second));
    }
  }

  private static boolean mix(Source first, Source second) {
    return !first.rule.equals(second.rule)
        && !first.folder.equals(second.folder)
        && first.logs.sharesName(first.folder, second.logs, second.folder);
  }

  private void report(Path archives, Source first, Source second) {
    problems.error(
        second.where.where(),
        second.rule + "." + RotateKeys.INTO.name(),
        "archives of %s and of %s of rule %s (%s) can have the same names in %s, and each rule would count the other's as its own"
            .formatted(second.logs, first.logs, first.rule, first.where.where(), archives),
        "Name a folder for each rule");
  }

  private static Optional<Node.Scalar> scalar(Node node) {
    return node instanceof Node.Scalar scalar ? Optional.of(scalar) : Optional.empty();
  }

  /// What is wrong with the text itself is reported with the rule.
  private static <T> Optional<T> read(Type<T> type, Node.Scalar text) {
    return type.read(text, new Place("", "", text.where(), new Problems(), true));
  }
}
