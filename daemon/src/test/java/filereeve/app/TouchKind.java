package filereeve.app;

import static java.util.Objects.requireNonNull;

import filereeve.dispatch.Handler;
import filereeve.dispatch.Lane;
import filereeve.dispatch.Run;
import filereeve.event.Outcome;
import filereeve.event.RuleName;
import filereeve.event.Subject;
import filereeve.files.Directory;
import filereeve.files.Remedies;
import filereeve.posix.Posix;
import filereeve.route.Claim;
import filereeve.route.Glob;
import filereeve.rule.CommonKeys;
import filereeve.rule.GlobTypes;
import filereeve.rule.Rule;
import filereeve.rule.RuleKind;
import filereeve.rule.Services;
import filereeve.sandbox.Needs;
import filereeve.schema.Key;
import filereeve.schema.Named;
import filereeve.schema.Section;
import filereeve.schema.Types;
import filereeve.schema.Values;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A kind of rule that only tests have: an empty file with the suffix `.seen` appears beside each
/// file that a rule owns.
final class TouchKind implements RuleKind<TouchKind.Settings> {
  record Settings(RuleName rule, int mode) {}

  private static final Key<List<Glob>> FILES =
      Key.required("files", GlobTypes.list("[/srv/in/*.csv]"), "The files to mark.");
  private static final Key<Integer> MODE =
      Key.of("mode", Types.MODE, "0640", "The mode of the marks.");

  private static final Section<Rule<Settings>> RULE =
      Section.of(
          "a touch rule",
          List.of(
              FILES,
              MODE,
              CommonKeys.DEBOUNCE,
              CommonKeys.RESCAN,
              CommonKeys.TIMEOUT,
              CommonKeys.RETRY,
              CommonKeys.SCHEDULE),
          TouchKind::rule);

  @Override
  public Key<List<Rule<Settings>>> section() {
    return Key.optional("touch", new Named<>("rule", RULE), "Rules that mark files.");
  }

  private static Rule<Settings> rule(Values v) {
    var name = new RuleName("touch", v.name());
    return CommonKeys.rule(
        new Claim(name, v.get(FILES)),
        v,
        v.get(CommonKeys.DEBOUNCE),
        v.find(CommonKeys.SCHEDULE),
        new Settings(name, v.get(MODE)));
  }

  @Override
  public Optional<Key<List<Glob>>> owned() {
    return Optional.of(FILES);
  }

  @Override
  public Needs needs(Settings settings) {
    return Needs.NONE;
  }

  @Override
  public Function<Settings, Handler> handlers(Services services) {
    return settings -> new Toucher(settings, services.posix());
  }

  private record Toucher(Settings settings, Posix posix) implements Handler {
    @Override
    public Lane lane(Subject subject) {
      return Lane.ROTATE;
    }

    @Override
    public Outcome handle(Run run) {
      if (!(run.key().subject() instanceof Subject.File(Path path))
          || !run.claims().owns(settings.rule(), path)) {
        return new Outcome.Skipped("it is no file of the rule");
      }
      try (Directory directory = Directory.open(posix, requireNonNull(path.getParent()))) {
        posix.close(directory.create(Path.of(path.getFileName() + ".seen"), settings.mode()));
        return new Outcome.Done();
      } catch (IOException e) {
        return Remedies.outcome("mark " + path, e);
      }
    }
  }
}
