package filereeve.app;

import filereeve.config.DaemonSettings;
import filereeve.config.Settings;
import filereeve.dispatch.Handler;
import filereeve.event.RuleName;
import filereeve.notify.Mailers;
import filereeve.route.Claim;
import filereeve.route.Claims;
import filereeve.route.OwnFiles;
import filereeve.route.Router;
import filereeve.rule.Rule;
import filereeve.rule.RuleKind;
import filereeve.rule.Services;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Makes the rules of a configuration, and keeps the handlers of those that are unchanged: what a
/// handler is at work on is not disturbed by a change elsewhere in the file.
final class RuleFactory {
  /// What makes the rules of one kind, for as long as the daemon runs.
  private record Workshop<S>(RuleKind<S> kind, Function<S, Handler> handlers) {
    static <S> Workshop<S> of(RuleKind<S> kind, Services services) {
      return new Workshop<>(kind, kind.handlers(services));
    }

    List<ActiveRule> rules(Settings settings, RuleSet last) {
      return settings.rules(kind).stream().map(rule -> active(rule, last)).toList();
    }

    private ActiveRule active(Rule<S> rule, RuleSet last) {
      Handler handler = handler(rule, last);
      return new ActiveRule(rule.with(handler.claim(rule.claim())), handler);
    }

    private Handler handler(Rule<S> rule, RuleSet last) {
      return last.rule(rule.name())
          .filter(old -> old.rule().settings().equals(rule.settings()))
          .map(ActiveRule::handler)
          .orElseGet(() -> handlers.apply(rule.settings()));
    }
  }

  private final List<? extends Workshop<?>> workshops;
  private final Mailers mailers;

  RuleFactory(List<RuleKind<?>> kinds, Services services, Mailers mailers) {
    this.workshops = kinds.stream().map(kind -> Workshop.of(kind, services)).toList();
    this.mailers = mailers;
  }

  /// By the names that the configuration has for them, and by their real ones.
  private static OwnFiles ownFiles(DaemonSettings daemon) {
    return new OwnFiles(
        bothNames(daemon.stateDir()),
        daemon.log().files().stream()
            .flatMap(file -> bothNames(file.path()).stream())
            .collect(Collectors.toSet()));
  }

  private static Set<Path> bothNames(Path path) {
    try {
      return new HashSet<>(List.of(path, path.toRealPath()));
    } catch (IOException _) {
      return Set.of(path); // not there yet
    }
  }

  /// @param configuration the rule that looks after the daemon's own configuration
  RuleSet make(Settings settings, ActiveRule configuration, RuleSet last) {
    mailers.use(settings.mail());
    var rules = new LinkedHashMap<RuleName, ActiveRule>();
    rules.put(configuration.name(), configuration);
    workshops.stream()
        .flatMap(workshop -> workshop.rules(settings, last).stream())
        .forEach(rule -> rules.put(rule.name(), rule));
    List<Claim> claims = rules.values().stream().map(active -> active.rule().claim()).toList();
    return new RuleSet(
        Map.copyOf(rules), new Router(new Claims(claims, ownFiles(settings.daemon()))));
  }
}
