package filereeve.kind.compress;

import filereeve.dispatch.Handler;
import filereeve.route.Glob;
import filereeve.rule.Rule;
import filereeve.rule.RuleKind;
import filereeve.rule.Services;
import filereeve.sandbox.Needs;
import filereeve.schema.Key;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The rule kind `compress`: compresses files when they are finished.
public final class CompressKind implements RuleKind<CompressSettings> {
  @Override
  public Key<List<Rule<CompressSettings>>> section() {
    return CompressKeys.SECTION;
  }

  @Override
  public Optional<Key<List<Glob>>> owned() {
    return Optional.of(CompressKeys.FILES);
  }

  @Override
  public Needs needs(CompressSettings settings) {
    return Needs.all(
            settings.files().stream().map(glob -> Needs.writing(glob.directories())).toList())
        .and(settings.access().needs());
  }

  @Override
  public Function<CompressSettings, Handler> handlers(Services services) {
    return settings -> new CompressHandler(settings, services);
  }
}
