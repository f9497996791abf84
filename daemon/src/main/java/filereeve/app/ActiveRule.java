package filereeve.app;

import filereeve.dispatch.Handler;
import filereeve.event.RuleName;
import filereeve.rule.Rule;

/// One rule at work.
record ActiveRule(Rule<?> rule, Handler handler) {
  RuleName name() {
    return rule.name();
  }
}
