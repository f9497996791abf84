package filereeve.config;

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
/// (`FILEREEVE_PROFILE`), the environment (`FILEREEVE__SECTION__KEY`), later ones over earlier
/// ones. All problems of all of them come in one report, and nothing is ever thrown.
public final class ConfigLoader {
  private final Map<String, String> environment;

  public ConfigLoader(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  public Loaded load(Path main) {
    var problems = new Problems();
    var layers = new Layers(main, environment, problems);
    Optional<Mapping> files = layers.read();
    Optional<Mapping> all = files.map(ConfigLoader::withDefaults);
    Optional<Language.Content> content = all.flatMap(tree -> content(tree, main, problems));
    List<Problem> sorted = problems.sorted(layers.files().stream().map(Path::toString).toList());
    if (problems.errors() > 0 || content.isEmpty() || all.isEmpty()) {
      return new Loaded.Bad(layers.unreadable().orElse(Loaded.Reason.CONFIGURATION), sorted);
    }
    return new Loaded.Good(settings(content.get(), layers), sorted, new Effective(all.get()));
  }

  private static Mapping withDefaults(Mapping files) {
    Mapping nothing = new Mapping(Where.DEFAULT, List.of());
    Optional<Node.Entry> entry = files.entry(Language.DEFAULTS.name());
    var own = new Mapping(files.where(), entry.stream().toList());
    Node complete = Language.ROOT.complete(own, nothing);
    Optional<Node> defaults =
        complete instanceof Mapping root ? root.get(Language.DEFAULTS.name()) : Optional.empty();
    Mapping inherited =
        defaults.isPresent() && defaults.get() instanceof Mapping mapping ? mapping : nothing;
    return Language.ROOT.complete(files, inherited) instanceof Mapping all ? all : files;
  }

  private static Optional<Language.Content> content(Mapping all, Path main, Problems problems) {
    Owners.check(all, problems);
    MailNames.check(all, problems);
    ArchiveDirectories.check(all, problems);
    var place = new Place("", main.toString(), Where.file(main), problems, true);
    return Language.ROOT.read(all, place);
  }

  private static Settings settings(Language.Content content, Layers layers) {
    return new Settings(
        content.daemon(),
        content.reload(),
        content.rotate(),
        content.compress(),
        content.mail(),
        layers.files(),
        layers.includeGlobs());
  }
}
