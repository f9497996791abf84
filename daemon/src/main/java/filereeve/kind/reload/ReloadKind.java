package filereeve.kind.reload;

import filereeve.dispatch.Handler;
import filereeve.rule.Rule;
import filereeve.rule.RuleKind;
import filereeve.rule.Services;
import filereeve.schema.Key;
import java.util.List;
import java.util.function.Function;

/// The kind `reload`: a service takes up its changed configuration, once that is checked.
public final class ReloadKind implements RuleKind<ReloadSettings> {
  @Override
  public Key<List<Rule<ReloadSettings>>> section() {
    return ReloadKeys.SECTION;
  }

  @Override
  public Function<ReloadSettings, Handler> handlers(Services services) {
    return settings -> new ReloadHandler(settings, services);
  }
}
