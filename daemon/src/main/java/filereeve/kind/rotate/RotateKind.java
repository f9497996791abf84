package filereeve.kind.rotate;

import filereeve.dispatch.Handler;
import filereeve.route.Glob;
import filereeve.rule.Rule;
import filereeve.rule.RuleKind;
import filereeve.rule.Services;
import filereeve.schema.Key;
import filereeve.schema.Node;
import filereeve.schema.Problems;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The kind `rotate`: a log becomes an archive when it is large or old enough.
public final class RotateKind implements RuleKind<RotateSettings> {
  @Override
  public Key<List<Rule<RotateSettings>>> section() {
    return RotateKeys.SECTION;
  }

  @Override
  public Optional<Key<List<Glob>>> owned() {
    return Optional.of(RotateKeys.FILES);
  }

  @Override
  public void check(List<Node.Entry> rules, Problems problems) {
    ArchiveDirectories.check(rules, problems);
  }

  @Override
  public Function<RotateSettings, Handler> handlers(Services services) {
    var locks = new LogLocks();
    return settings -> new RotateHandler(settings, services, services.actions()::perform, locks);
  }
}
