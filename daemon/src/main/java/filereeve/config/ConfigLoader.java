package filereeve.config;

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

  public ConfigLoader(List<RuleKind<?>> kinds, Map<String, String> environment) {
    this.language = new Language(kinds);
    this.environment = Map.copyOf(environment);
  }

  public Loaded load(Path main) {
    var problems = new Problems();
    var layers = new Layers(main, language, environment, problems);
    Optional<Mapping> all = layers.read().map(this::withDefaults);
    Optional<Settings> settings = all.flatMap(tree -> settings(tree, main, problems));
    List<Problem> sorted = problems.sorted(layers.files().stream().map(Path::toString).toList());
    if (problems.errors() > 0 || settings.isEmpty() || all.isEmpty()) {
      return new Loaded.Bad(layers.unreadable().orElse(Loaded.Reason.CONFIGURATION), sorted);
    }
    return new Loaded.Good(
        settings.get().in(layers.files(), layers.includeGlobs()), sorted, new Effective(all.get()));
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
    Owners.check(all, language.kinds(), problems);
    MailNames.check(all, language.root(), problems);
    for (RuleKind<?> kind : language.kinds()) {
      kind.check(Node.entries(all.get(kind.name())), problems);
    }
    return language.read(all, new Place("", main.toString(), Where.file(main), problems, true));
  }
}
