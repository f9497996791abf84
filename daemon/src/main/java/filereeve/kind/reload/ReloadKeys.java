package filereeve.kind.reload;

import static filereeve.rule.CommonKeys.DEBOUNCE;
import static filereeve.rule.CommonKeys.RESCAN;
import static filereeve.rule.CommonKeys.RETRY;
import static filereeve.rule.CommonKeys.SCHEDULE;
import static filereeve.rule.CommonKeys.TIMEOUT;

import filereeve.event.RuleName;
import filereeve.process.Action;
import filereeve.route.Claim;
import filereeve.route.Glob;
import filereeve.rule.ActionKeys;
import filereeve.rule.CommonKeys;
import filereeve.rule.GlobTypes;
import filereeve.rule.Rule;
import filereeve.schema.Key;
import filereeve.schema.Named;
import filereeve.schema.Section;
import filereeve.schema.Values;
import java.util.List;

/// A rule of the section `reload`.
final class ReloadKeys {
  static final String NAME = "reload";

  private static final Key<List<Glob>> WATCH =
      Key.required("watch", GlobTypes.list("[/etc/nginx/**]"), "The files whose content decides.");
  private static final Key<List<Glob>> IGNORE =
      Key.optional(
          "ignore",
          GlobTypes.ignoredList("[\"**/*.swp\"]"),
          "Of those, not these. A glob may begin with `**/` for any directory.");
  private static final Key<List<String>> CHECK =
      Key.optional(
          "check",
          ActionKeys.COMMAND,
          "A command that must succeed before the change is applied, such as `[nginx, -t]`.");
  private static final Key<Action> APPLY =
      Key.required(
          "apply",
          ActionKeys.SECTION,
          "How the service takes the change: " + ActionKeys.SECTION.formsText() + ".");

  private static final Section<Rule<ReloadSettings>> RULE =
      Section.of(
              "a reload rule",
              List.<Key<?>>of(
                  WATCH, IGNORE, CHECK, APPLY, DEBOUNCE, RESCAN, TIMEOUT, RETRY, SCHEDULE),
              ReloadKeys::rule)
          .withRefused(CommonKeys.OLD_NAMES)
          .withReserved("verify", "on_bad", "at_most", "after_rule", "user", "group", "notify");

  static final Key<List<Rule<ReloadSettings>>> SECTION =
      Key.optional(
          NAME,
          new Named<>("rule", RULE),
          "Rules that check and apply a service's changed configuration.");

  private ReloadKeys() {}

  private static Rule<ReloadSettings> rule(Values v) {
    RuleName name = new RuleName(NAME, v.name());
    var settings =
        new ReloadSettings(
            name,
            v.get(WATCH),
            v.find(IGNORE).orElse(List.of()),
            v.find(CHECK).map(Action.Run::new),
            v.get(APPLY),
            v.get(TIMEOUT));
    var claim = new Claim(name, settings.watch(), settings.ignore(), false, true);
    return CommonKeys.rule(claim, v, v.get(DEBOUNCE), v.find(SCHEDULE), settings);
  }
}
