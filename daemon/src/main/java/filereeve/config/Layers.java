package filereeve.config;

import filereeve.schema.Node;
import filereeve.schema.Node.Mapping;
import filereeve.schema.Place;
import filereeve.schema.Problems;
import filereeve.schema.Section;
import filereeve.schema.Where;
import filereeve.schema.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Reads all sources of a configuration and merges them: the main file, its includes, the profile,
/// the environment.
final class Layers {
  private static final String PROFILE = "FILEREEVE_PROFILE";

  private final Path main;
  private final Sources sources;
  private final Language language;
  private final Map<String, String> environment;
  private final Secrets secrets;
  private final Problems problems;
  private final Set<Path> files = new LinkedHashSet<>();
  private final List<String> includeGlobs = new ArrayList<>();
  private final SequencedMap<Path, String> texts = new LinkedHashMap<>();
  private Optional<Path> profile = Optional.empty();
  private Optional<Path> unfinished = Optional.empty();
  private Optional<Loaded.Reason> unreadable = Optional.empty();

  Layers(
      Path main,
      Sources sources,
      Language language,
      Map<String, String> environment,
      Secrets secrets,
      Problems problems) {
    this.main = main;
    this.sources = sources;
    this.language = language;
    this.environment = environment;
    this.secrets = secrets;
    this.problems = problems;
  }

  /// All layers in one; empty if the main file cannot be read, which is then reported.
  Optional<Mapping> read() {
    files.add(main);
    Optional<Mapping> merged =
        file(main, "Create it: filereeve init --config " + main).map(this::withIncludes);
    Optional<Mapping> profile = profile();
    return merged.map(
        base ->
            new EnvironmentLayer(language.root(), environment, secrets, problems)
                .over(profile.map(base::overlaidBy).orElse(base)));
  }

  /// All files that were read, or should have been; without a profile that does not exist.
  List<Path> files() {
    return List.copyOf(files);
  }

  List<String> includeGlobs() {
    return List.copyOf(includeGlobs);
  }

  /// The texts of all files that could be read.
  ConfigCopy copy() {
    return new ConfigCopy(texts, profile);
  }

  /// A file that a program is writing at this moment, if so.
  Optional<Path> unfinished() {
    return unfinished;
  }

  /// Why a file could not be read; empty if all could be.
  Optional<Loaded.Reason> unreadable() {
    return unreadable;
  }

  private Mapping withIncludes(Mapping mainContent) {
    Mapping merged = mainContent;
    for (Node.Scalar pattern : patterns(mainContent)) {
      includeGlobs.add(Includes.absolute(main, pattern.text()));
      for (Path path : sources.find(main, pattern, problems)) {
        if (files.add(path)) {
          Mapping below = merged;
          merged = included(path, pattern).map(top -> overlay(below, top)).orElse(below);
        }
      }
    }
    return merged;
  }

  /// The patterns that can be read; the others are reported with the rest of the file.
  private static List<Node.Scalar> patterns(Mapping content) {
    return content.get(Language.INCLUDE.name()).stream()
        .filter(Node.Sequence.class::isInstance)
        .flatMap(list -> ((Node.Sequence) list).items().stream())
        .filter(Node.Scalar.class::isInstance)
        .map(Node.Scalar.class::cast)
        .filter(s -> s.kind() == Node.Kind.TEXT || s.kind() == Node.Kind.ANY)
        .filter(s -> !s.text().isEmpty() && !s.text().endsWith("/") && s.text().indexOf('\0') < 0)
        .toList();
  }

  private Optional<Mapping> included(Path path, Node.Scalar pattern) {
    String remedy = "Create it, or remove it from `include` at " + pattern.where();
    Optional<Mapping> content = file(path, remedy);
    refuseIncludeIn(content);
    return content;
  }

  private void refuseIncludeIn(Optional<Mapping> content) {
    content
        .flatMap(c -> c.entry(Language.INCLUDE.name()))
        .ifPresent(
            entry ->
                problems.error(
                    entry.where(),
                    entry.key(),
                    "only the main file may include others",
                    "Move the line to " + main));
  }

  private Mapping overlay(Mapping below, Mapping top) {
    for (String section : language.sectionsOfNames()) {
      Optional<Node> known = below.get(section);
      Optional<Node> added = top.get(section);
      if (known.isPresent()
          && known.get() instanceof Mapping knownRules
          && added.isPresent()
          && added.get() instanceof Mapping addedRules) {
        refuseSecond(section, knownRules, addedRules);
      }
    }
    return below.overlaidBy(top);
  }

  private void refuseSecond(String section, Mapping known, Mapping added) {
    var firsts = new HashMap<String, Where>();
    known.entries().forEach(e -> firsts.put(e.key(), e.where()));
    for (Node.Entry entry : added.entries()) {
      Where first = firsts.get(entry.key());
      if (first != null) {
        problems.error(
            entry.where(),
            section + "." + entry.key(),
            "%s `%s` already stands at %s"
                .formatted(
                    section.equals(Language.NOTIFY.name()) ? "the notification" : "the rule",
                    entry.key(),
                    first),
            "Rename one of them");
      }
    }
  }

  /// `filereeve.<profile>.yaml` beside `filereeve.yaml`. It may change rules and add some.
  private Optional<Mapping> profile() {
    String name = environment.getOrDefault(PROFILE, "");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
      problems.error(
          Where.variable(PROFILE),
          "",
          "its value is not the name of a profile",
          "Use letters, digits, '-' and '_'");
      return Optional.empty();
    }
    Path path = main.resolveSibling(Includes.stem(main) + "." + name + ".yaml");
    if (!sources.has(path)) {
      problems.error(
          Where.variable(PROFILE), "", "there is no " + path, "Create it, or unset the variable");
      return Optional.empty();
    }
    files.add(path);
    profile = Optional.of(path.toAbsolutePath());
    Optional<Mapping> content = file(path, "Create it, or unset " + PROFILE);
    refuseIncludeIn(content);
    return content;
  }

  /// One file's content, checked by itself: what a later layer replaces must be correct, too.
  private Optional<Mapping> file(Path path, String remedyIfMissing) {
    return switch (sources.read(path, problems, remedyIfMissing)) {
      case ConfigFile.Text.Refused(Loaded.Reason reason) -> {
        Loaded.Reason worst = path.equals(main) ? reason : ofOther(reason);
        unreadable =
            unreadable.filter(r -> r != Loaded.Reason.CONFIGURATION).or(() -> Optional.of(worst));
        yield Optional.empty();
      }
      case ConfigFile.Text.Unfinished() -> {
        unfinished = Optional.of(path);
        yield Optional.empty();
      }
      case ConfigFile.Text.Read(String text) -> {
        texts.put(path.toAbsolutePath(), text);
        secrets.text(text);
        yield content(path, text);
      }
    };
  }

  /// Only the main file's absence means that there is no input.
  private static Loaded.Reason ofOther(Loaded.Reason reason) {
    return reason == Loaded.Reason.NO_INPUT ? Loaded.Reason.CONFIGURATION : reason;
  }

  private Optional<Mapping> content(Path path, String text) {
    String source = path.toString();
    if (text.isBlank() && !path.equals(main)) { // which must say its version
      problems.error(
          Where.file(path),
          "",
          "the file is empty, as a copy onto a full disk is",
          "Restore it, write a comment into it, or remove it");
      return Optional.empty();
    }
    int errorsBefore = problems.errors();
    Optional<Node> root =
        YamlReader.read(text, (line, column) -> new Where(source, line, column), problems);
    if (root.isEmpty()) {
      boolean empty = problems.errors() == errorsBefore;
      return empty ? Optional.of(new Mapping(Where.file(path), List.of())) : Optional.empty();
    }
    secrets.tree(root.get());
    Node content = new Variables(environment, secrets, problems).replace(root.get(), "");
    secrets.tree(content);
    var place = new Place("", source, Where.file(path), problems, false);
    Optional<Mapping> mapping = Section.asMapping(content, place, "keys", "");
    mapping.ifPresent(m -> language.root().read(m, place));
    return mapping;
  }
}
