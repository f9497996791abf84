package filereeve.kind.rotate;

import filereeve.dispatch.Handler;
import filereeve.route.Claim;
import filereeve.route.Glob;
import filereeve.rule.Handlers;
import filereeve.rule.Rule;
import filereeve.rule.RuleKind;
import filereeve.rule.Services;
import filereeve.schema.Key;
import filereeve.schema.Node;
import filereeve.schema.Problems;
import java.util.List;
import java.util.Optional;

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
  public Handlers<RotateSettings> handlers(Services services) {
    return new RotateHandlers(services, new LogLocks());
  }

  private record RotateHandlers(Services services, LogLocks locks)
      implements Handlers<RotateSettings> {
    @Override
    public Handler handler(RotateSettings settings) {
      return new RotateHandler(settings, services, services.actions()::perform, locks);
    }

    @Override
    public Claim claim(Rule<RotateSettings> rule) {
      return RotateHandler.claim(rule.settings(), services.posix(), services.stateDirectory());
    }
  }
}
