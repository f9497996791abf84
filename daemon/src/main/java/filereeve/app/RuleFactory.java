package filereeve.app;

import filereeve.codec.Compressors;
import filereeve.config.Settings;
import filereeve.dispatch.Handler;
import filereeve.event.RuleName;
import filereeve.event.Trigger;
import filereeve.kind.compress.CompressHandler;
import filereeve.kind.compress.CompressSettings;
import filereeve.kind.reload.ReloadHandler;
import filereeve.kind.reload.ReloadSettings;
import filereeve.kind.rotate.LogLocks;
import filereeve.kind.rotate.RotateHandler;
import filereeve.kind.rotate.RotateSettings;
import filereeve.notify.Email;
import filereeve.posix.Posix;
import filereeve.process.Actions;
import filereeve.process.Commands;
import filereeve.replace.ReplacementSteps;
import filereeve.route.Claim;
import filereeve.route.Claims;
import filereeve.route.Router;
import filereeve.route.Watched;
import filereeve.rule.Rule;
import filereeve.telemetry.Log;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Makes the rules of a configuration, and keeps those of the last one that stay the same: what a
/// handler has going on is not disturbed by a change elsewhere in the file.
final class RuleFactory {
  private final Posix posix;
  private final InstantSource clock;
  private final Log log;
  private final Path stateDirectory;
  private final Consumer<Trigger> sink;
  private final Watched watched;
  private final ReplacementSteps replacement;
  private final LogLocks locks = new LogLocks();
  private final Commands commands;
  private final Actions actions;
  private final Mailers mailers;

  /// @param compressors stay their maker's, who closes them, as with `commands`
  /// @param sink takes what handlers leave to be done
  /// @param watched is awaited by who looks at files
  RuleFactory(
      Posix posix,
      InstantSource clock,
      Log log,
      Path stateDirectory,
      Compressors compressors,
      Commands commands,
      Consumer<Trigger> sink,
      Watched watched) {
    this.posix = posix;
    this.clock = clock;
    this.log = log;
    this.stateDirectory = stateDirectory;
    this.sink = sink;
    this.watched = watched;
    this.replacement = new ReplacementSteps(posix, compressors);
    this.commands = commands;
    this.actions = new Actions(commands, posix);
    this.mailers = new Mailers(new Email(posix, clock));
  }

  /// @param configuration the rule that looks after the daemon's own configuration
  RuleSet make(Settings settings, ActiveRule configuration, RuleSet last) {
    mailers.use(settings.mail());
    var rules = new LinkedHashMap<RuleName, ActiveRule>();
    rules.put(configuration.name(), configuration);
    settings.reload().forEach(r -> add(rules, last, r, claimOfReload(r), this::handler));
    settings.rotate().forEach(r -> add(rules, last, r, claim(r), this::handler));
    settings.compress().forEach(r -> add(rules, last, r, claimOfCompress(r), this::handler));
    List<Claim> claims = rules.values().stream().map(ActiveRule::claim).toList();
    return new RuleSet(Map.copyOf(rules), new Router(new Claims(claims)));
  }

  private interface Maker<S> {
    Handler make(S settings);
  }

  private static <S> void add(
      Map<RuleName, ActiveRule> rules, RuleSet last, Rule<S> rule, Claim claim, Maker<S> maker) {
    Handler handler =
        last.rule(rule.name())
            .filter(old -> old.settings().equals(rule.settings()))
            .map(ActiveRule::handler)
            .orElseGet(() -> maker.make(rule.settings()));
    rules.put(
        rule.name(),
        new ActiveRule(
            rule.name(),
            handler,
            claim,
            rule.debounce(),
            rule.retry(),
            rule.timeout(),
            rule.rescan(),
            rule.schedule(),
            rule.settings()));
  }

  private Handler handler(ReloadSettings settings) {
    return new ReloadHandler(settings, posix, commands, actions, stateDirectory, clock, log);
  }

  private Handler handler(RotateSettings settings) {
    return new RotateHandler(
        settings,
        posix,
        replacement,
        actions::perform,
        mailers,
        clock,
        log,
        sink,
        watched,
        locks,
        stateDirectory);
  }

  private Handler handler(CompressSettings settings) {
    return new CompressHandler(settings, posix, replacement, clock, log, sink, watched);
  }

  private Claim claim(Rule<RotateSettings> rule) {
    return RotateHandler.claim(rule.settings(), posix, stateDirectory);
  }

  private static Claim claimOfCompress(Rule<CompressSettings> rule) {
    return new Claim(rule.name(), rule.settings().files(), List.of(), !rule.settings().scheduled());
  }

  private static Claim claimOfReload(Rule<ReloadSettings> rule) {
    return new Claim(rule.name(), rule.settings().watch(), rule.settings().ignore(), true);
  }
}
