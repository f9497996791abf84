package filereeve.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// The drop-in that opens `filereeve.service` for what a configuration needs, and for nothing else:
/// settings of the section `[Service]`, each with those who need it.
///
/// A directory that may be missing has the prefix `-`: systemd ignores it then, and it stays closed
/// until the service is started once more.
public final class DropIn {
  /// How its first line begins; then it names the configuration.
  public static final String BEGIN = "# Opens filereeve.service for what the rules of ";

  /// What the unit itself opens. `ShippedUnitTest` compares it with the unit.
  static final List<Path> OPEN = List.of(Path.of("/var/log"), Path.of("/var/lib/filereeve"));

  /// What `ProtectHome=` closes for reading, too.
  private static final List<Path> HOMES =
      List.of(Path.of("/home"), Path.of("/root"), Path.of("/run/user"));

  /// What `PrivateTmp=` puts directories of the service's own in the place of.
  private static final List<Path> TEMPORARY = List.of(Path.of("/tmp"), Path.of("/var/tmp"));

  private static final int MOST_NAMES = 8;

  private final SortedMap<Path, Set<String>> writes;
  private final SortedMap<Path, Set<String>> reads;
  private final Map<String, Set<String>> settings;
  private final SortedMap<String, Set<String>> unknown;

  private DropIn(
      SortedMap<Path, Set<String>> writes,
      SortedMap<Path, Set<String>> reads,
      Map<String, Set<String>> settings,
      SortedMap<String, Set<String>> unknown) {
    this.writes = writes;
    this.reads = reads;
    this.settings = settings;
    this.unknown = unknown;
  }

  /// @param needs of the rules, and of the daemon itself, by their names
  public static DropIn of(Map<String, Needs> needs) {
    var settings = new LinkedHashMap<String, Set<String>>();
    var writes = new TreeMap<Path, Set<String>>();
    var reads = new TreeMap<Path, Set<String>>();
    var unknown = new TreeMap<String, Set<String>>();
    needs.forEach(
        (who, need) -> {
          need.writes().forEach(path -> add(writes, expressible(path), who));
          need.reads().forEach(path -> add(reads, expressible(path), who));
          need.unknownCommands().forEach(program -> add(unknown, program, who));
        });
    expose(HOMES, "ProtectHome=read-only", List.of(writes, reads), settings);
    expose(TEMPORARY, "PrivateTmp=no", List.of(writes, reads), settings);
    SortedMap<Path, Set<String>> trees = outermost(writes, Set.copyOf(OPEN));
    trees.forEach((tree, who) -> add(settings, "ReadWritePaths=" + word(tree), who));
    reads.keySet().removeIf(path -> !isBelow(path, HOMES) && !isBelow(path, TEMPORARY));
    SortedMap<Path, Set<String>> hidden = outermost(reads, trees.keySet());
    hidden.forEach((tree, who) -> add(settings, "ReadOnlyPaths=" + word(tree), who));
    for (Grant grant : EnumSet.allOf(Grant.class)) {
      needs.forEach(
          (who, need) -> {
            if (need.grants().contains(grant)) {
              grant.settings().forEach(setting -> add(settings, setting, who));
            }
          });
    }
    return new DropIn(trees, hidden, settings, unknown);
  }

  private static <K> void add(Map<K, Set<String>> to, K key, String who) {
    add(to, key, Set.of(who));
  }

  private static <K> void add(Map<K, Set<String>> to, K key, Set<String> who) {
    to.computeIfAbsent(key, _ -> new TreeSet<>()).addAll(who);
  }

  private static void expose(
      List<Path> places,
      String setting,
      List<Map<Path, Set<String>>> all,
      Map<String, Set<String>> settings) {
    for (Map<Path, Set<String>> paths : all) {
      paths.forEach(
          (path, who) -> {
            if (isBelow(path, places)) {
              add(settings, setting, who);
            }
          });
    }
  }

  private static boolean isBelow(Path path, List<Path> places) {
    return places.stream().anyMatch(path::startsWith);
  }

  /// Without those in another one: systemd would mount each, and no file could be renamed from one
  /// into the other. A directory comes before what is in it.
  private static SortedMap<Path, Set<String>> outermost(
      SortedMap<Path, Set<String>> paths, Set<Path> open) {
    var outer = new TreeMap<Path, Set<String>>();
    paths.forEach(
        (path, who) -> {
          if (above(path, open).isEmpty()) {
            add(outer, above(path, outer.keySet()).orElse(path), who);
          }
        });
    return outer;
  }

  /// Which of these a path is, or is in. There can be as many of them as rules.
  private static Optional<Path> above(Path path, Set<Path> trees) {
    for (Path p = path; p != null; p = p.getParent()) {
      if (trees.contains(p)) {
        return Optional.of(p);
      }
    }
    return Optional.empty();
  }

  /// A line of a unit cannot hold a line end, so that the directory above such a name is opened.
  private static Path expressible(Path path) {
    Path shown = path;
    while (shown.toString().chars().anyMatch(c -> c < ' ') && shown.getParent() != null) {
      shown = shown.getParent();
    }
    return shown;
  }

  /// As systemd.syntax(7) quotes, and systemd.unit(5) reads `%`.
  static String word(Path path) {
    String text = "-" + path.toString().replace("%", "%%");
    boolean plain = text.chars().noneMatch(c -> c == ' ' || c == '"' || c == '\'' || c == '\\');
    return plain ? text : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /// The directories that it opens for changes, with those who need them.
  public SortedMap<Path, Set<String>> writes() {
    return Collections.unmodifiableSortedMap(writes);
  }

  /// What it opens for reading only, and what a sandbox would hide without it.
  public SortedMap<Path, Set<String>> reads() {
    return Collections.unmodifiableSortedMap(reads);
  }

  /// Whether the unit allows all that is needed.
  public boolean isEmpty() {
    return settings.isEmpty();
  }

  /// Whether a drop-in has the same settings, whoever needs them.
  ///
  /// @param other its text
  public boolean hasSettingsOf(String other) {
    return other
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.equals("[Service]"))
        .toList()
        .equals(List.copyOf(settings.keySet()));
  }

  /// @param configuration that it is derived from
  /// @param hide removes secrets from a text
  public String text(Path configuration, UnaryOperator<String> hide) {
    var lines = new ArrayList<String>();
    lines.add(BEGIN + configuration.toString().replaceAll("\\p{Cntrl}", "?") + " need.");
    lines.add(
        "# `filereeve systemd-paths --write` replaces it. For more: systemctl edit filereeve");
    lines.add("[Service]");
    Set<String> last = Set.of();
    for (var setting : settings.entrySet()) {
      if (!setting.getValue().equals(last)) {
        last = setting.getValue();
        lines.add("# " + names(last));
      }
      lines.add(setting.getKey());
    }
    unknown.forEach(
        (program, who) ->
            lines.add(
                "# %s: what the command \"%s\" needs is not known, and must be added where it is more."
                    .formatted(names(who), hide.apply(program.replaceAll("\\p{Cntrl}", "?")))));
    return String.join("\n", lines) + "\n";
  }

  /// A few of them, and how many more.
  public static String names(Set<String> who) {
    String first = who.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    return who.size() > MOST_NAMES ? first + " and " + (who.size() - MOST_NAMES) + " more" : first;
  }
}
