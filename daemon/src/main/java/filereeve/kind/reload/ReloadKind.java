package filereeve.kind.reload;

import filereeve.rule.Handlers;
import filereeve.rule.Rule;
import filereeve.rule.RuleKind;
import filereeve.rule.Services;
import filereeve.schema.Section;

/// The kind `reload`: a service takes up its changed configuration, once that is checked.
public final class ReloadKind implements RuleKind<ReloadSettings> {
  static final String NAME = "reload";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String doc() {
    return "Rules that check and apply a service's changed configuration.";
  }

  @Override
  public Section<Rule<ReloadSettings>> keys() {
    return ReloadKeys.RULE;
  }

  @Override
  public Handlers<ReloadSettings> handlers(Services services) {
    return settings ->
        new ReloadHandler(
            settings,
            services.posix(),
            services.commands(),
            services.actions(),
            services.stateDirectory(),
            services.clock(),
            services.log());
  }
}
