package filereeve.config;

import filereeve.files.Trust;
import filereeve.posix.Posix;
import filereeve.rule.RuleKind;
import filereeve.schema.Node;
import filereeve.schema.Node.Mapping;
import filereeve.schema.Place;
import filereeve.schema.Problem;
import filereeve.schema.Problems;
import filereeve.schema.Where;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads a configuration as a whole: the defaults, the main file, its includes, the profile
/// (`FILEREEVE_PROFILE`), the environment (`FILEREEVE__SECTION__KEY`). A later one overrides an
/// earlier one. One report has the problems of all of them; nothing is ever thrown.
public final class ConfigLoader {
  private final Language language;
  private final Map<String, String> environment;
  private final Disk disk;

  /// @param trust who may have written what is read, and may change what is run
  public ConfigLoader(
      List<RuleKind<?>> kinds, Map<String, String> environment, Posix posix, Trust trust) {
    this.language = new Language(kinds);
    this.environment = Map.copyOf(environment);
    this.disk = new Disk(posix, trust);
  }

  /// The configuration as it is on disk.
  public Loaded load(Path main) {
    return load(main, disk);
  }

  /// The configuration as it was when it was copied, with the present environment.
  public Loaded load(Path main, ConfigCopy copy) {
    return load(main, (Sources) copy);
  }

  Disk disk() {
    return disk;
  }

  Map<String, String> environment() {
    return environment;
  }

  Loaded load(Path main, Sources sources) {
    var problems = new Problems();
    var secrets = new Secrets();
    var layers = new Layers(main, sources, language, environment, secrets, problems);
    Optional<Mapping> read = layers.read();
    read.ifPresent(tree -> Owners.check(tree, language.kinds(), problems));
    Optional<Mapping> all = read.filter(_ -> !problems.full()).map(this::withDefaults);
    if (layers.unfinished().isPresent()) {
      return new Loaded.Unfinished(layers.unfinished().get());
    }
    boolean trusted = all.isEmpty() || isTrusted(all.get(), problems);
    Optional<Settings> settings = all.flatMap(tree -> settings(tree, main, problems));
    List<Problem> sorted =
        problems.sorted(layers.files().stream().map(Path::toString).toList()).stream()
            .map(problem -> problem.with(secrets.redaction()::of))
            .toList();
    if (problems.errors() > 0 || settings.isEmpty() || all.isEmpty()) {
      Loaded.Reason reason =
          trusted
              ? layers.unreadable().orElse(Loaded.Reason.CONFIGURATION)
              : Loaded.Reason.PERMISSION;
      return new Loaded.Bad(reason, sorted, StateDirectories.of(read, layers.copy(), environment));
    }
    return new Loaded.Good(
        settings.get().in(layers.files(), layers.includeGlobs(), secrets.redaction()),
        sorted,
        new Effective(all.get(), secrets.ofFiles()),
        layers.copy());
  }

  private boolean isTrusted(Mapping all, Problems problems) {
    return new TrustedPaths(disk.trust(), problems).check(all, language.root());
  }

  private Mapping withDefaults(Mapping files) {
    Mapping nothing = new Mapping(Where.DEFAULT, List.of());
    Node defaults =
        Language.DEFAULTS
            .type()
            .complete(files.get(Language.DEFAULTS.name()).orElse(nothing), nothing);
    Mapping inherited = defaults instanceof Mapping mapping ? mapping : nothing;
    return language.root().complete(files, inherited) instanceof Mapping all ? all : files;
  }

  /// Problems between rules are searched for in the text, so that they are found even if something
  /// else in a rule is wrong.
  private Optional<Settings> settings(Mapping all, Path main, Problems problems) {
    MailNames.check(all, language.root(), problems);
    RuleLevels.check(all, language.root(), language.kinds(), problems);
    for (RuleKind<?> kind : language.kinds()) {
      kind.check(Node.entries(all.get(kind.name())), problems);
    }
    return language.read(all, new Place("", main.toString(), Where.file(main), problems, true));
  }
}
