package filereeve.kind.reload;

import filereeve.dispatch.Handler;
import filereeve.process.Action;
import filereeve.rule.Rule;
import filereeve.rule.RuleKind;
import filereeve.rule.Services;
import filereeve.sandbox.CommandNeeds;
import filereeve.sandbox.Needs;
import filereeve.schema.Key;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// The kind `reload`: a service takes up its changed configuration, once that is checked.
public final class ReloadKind implements RuleKind<ReloadSettings> {
  @Override
  public Key<List<Rule<ReloadSettings>>> section() {
    return ReloadKeys.SECTION;
  }

  @Override
  public Needs needs(ReloadSettings settings) {
    Stream<Needs> watched =
        settings.watch().stream().map(glob -> Needs.reading(glob.directories()));
    Stream<Action> actions = Stream.concat(settings.check().stream(), Stream.of(settings.apply()));
    return Needs.all(Stream.concat(watched, actions.map(CommandNeeds::of)).toList());
  }

  @Override
  public Function<ReloadSettings, Handler> handlers(Services services) {
    return settings -> new ReloadHandler(settings, services);
  }
}
