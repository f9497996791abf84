package filereeve.kind.rotate;

import filereeve.dispatch.Handler;
import filereeve.posix.Posix;
import filereeve.process.Action;
import filereeve.process.Actions;
import filereeve.process.Placeholders;
import filereeve.route.Glob;
import filereeve.rule.HostProblem;
import filereeve.rule.Rule;
import filereeve.rule.RuleKind;
import filereeve.rule.Services;
import filereeve.sandbox.Needs;
import filereeve.schema.Key;
import filereeve.schema.Node;
import filereeve.schema.Problems;
import java.time.Duration;
import java.util.ArrayList;
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
  public List<HostProblem> onHost(RotateSettings settings, Posix posix) {
    var problems = new ArrayList<>(ArchiveDirectoryOnHost.problems(settings, posix));
    problems.addAll(ChangingNames.problems(settings, posix));
    return problems;
  }

  @Override
  public Needs needs(RotateSettings settings) {
    return RotateNeeds.of(settings);
  }

  @Override
  public Function<RotateSettings, Handler> handlers(Services services) {
    var locks = new LogLocks();
    var hooks = new ServiceHooks(services.actions());
    return settings -> new RotateHandler(settings, services, hooks, locks);
  }

  private record ServiceHooks(Actions actions) implements HookRunner {
    @Override
    public Optional<String> run(Action action, Placeholders placeholders, Duration timeout)
        throws InterruptedException {
      return actions.perform(action, placeholders, timeout);
    }

    @Override
    public boolean isForStoppedService(Action action) {
      return actions.isForStoppedService(action);
    }
  }
}
