package filereeve.app;

import filereeve.dispatch.Lane;
import filereeve.event.RuleName;
import filereeve.event.RunKey;
import filereeve.queue.Terms;
import filereeve.route.Claims;
import filereeve.route.Router;
import filereeve.schedule.ScheduleSettings;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// All rules of one configuration, at work together. It is replaced as a whole.
///
/// Thread: immutable.
record RuleSet(Map<RuleName, ActiveRule> rules, Router router) {
  /// No rule at all: what there is before the configuration is read.
  static final RuleSet EMPTY = new RuleSet(Map.of(), new Router(Claims.NONE));

  Optional<ActiveRule> rule(RuleName name) {
    return Optional.ofNullable(rules.get(name));
  }

  /// How the queue treats a key; empty if its rule is gone.
  Optional<Terms<Lane>> terms(RunKey key) {
    return rule(key.rule())
        .map(rule -> new Terms<>(rule.rule().debounce(), rule.handler().lane(key.subject())));
  }

  Map<RuleName, ScheduleSettings> schedules() {
    var schedules = new LinkedHashMap<RuleName, ScheduleSettings>();
    rules.values().forEach(r -> r.rule().schedule().ifPresent(s -> schedules.put(r.name(), s)));
    return schedules;
  }

  Collection<ActiveRule> all() {
    return rules.values();
  }
}
