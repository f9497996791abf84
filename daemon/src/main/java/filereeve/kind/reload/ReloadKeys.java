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
import java.util.Map;
import java.util.stream.Stream;

/// A rule of the section `reload`.
final class ReloadKeys {
  static final String NAME = "reload";

  private static final Key<List<Glob>> WATCH =
      Key.required(
          "watch",
          GlobTypes.list("[/etc/nginx/**]"),
          "The files whose content, mode and owner decide. A directory means everything below it. A"
              + " wildcard does not stand for a leading dot, and `**` follows no symbolic link to a"
              + " directory; one that a glob names is followed.");
  private static final Key<List<Glob>> IGNORE =
      Key.of(
          "ignore",
          GlobTypes.ignoredList("[\"**/*.swp\"]"),
          "[\"**/*~\", \"**/#*#\", \"**/.*.sw?\", \"**/*.bak\", \"**/*.dpkg-*\", \"**/*.ucf-*\","
              + " \"**/*.rpmnew\", \"**/*.rpmsave\", \"**/*.rpmorig\"]",
          "Of those, not these. A directory is left out with all that is in it: it is neither"
              + " watched nor read. A glob may begin with `**/` for any directory. The default"
              + " names what editors and package managers leave.");
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

  /// What it is called elsewhere.
  private static final Map<String, String> WORDS =
      Map.of(
          "files", "`files` is called `watch` in a reload rule. Write watch",
          "paths", "`paths` is called `watch` here. Write watch",
          "PathChanged", "systemd's `PathChanged` is `watch`. Write watch: [/etc/app/**]",
          "PathModified", "systemd's `PathModified` is `watch`. Write watch: [/etc/app/**]",
          "ExecStartPre", "systemd's `ExecStartPre` is `check`. Write check: [cmd, arg]",
          "ExecReload", "systemd's `ExecReload` is `apply`. Write apply: {run: [cmd, arg]}",
          "command", "`command` is `apply`. Write apply: {run: [cmd, arg]}",
          "run", "`run` stands in `apply`. Write apply: {run: [cmd, arg]}",
          "exclude", "`exclude` is called `ignore` here. Write ignore");

  private static final Section<Rule<ReloadSettings>> RULE =
      Section.of(
              "a reload rule",
              List.<Key<?>>of(
                  WATCH, IGNORE, CHECK, APPLY, DEBOUNCE, RESCAN, TIMEOUT, RETRY, SCHEDULE),
              ReloadKeys::rule)
          .withRefused(CommonKeys.OLD_NAMES)
          .withRefused(WORDS)
          .withRefused(CommonKeys.TIMER_WORDS)
          .withReserved("verify", "on_bad", "at_most", "after_rule", "user", "group", "notify");

  static final Key<List<Rule<ReloadSettings>>> SECTION =
      Key.optional(
          NAME,
          new Named<>("rule", RULE),
          "Rules that check and apply a service's changed configuration.");

  private ReloadKeys() {}

  /// A name without wildcards can be a directory: then all below it is meant.
  private static List<Glob> withDirectories(List<Glob> watch) {
    return watch.stream()
        .flatMap(glob -> Stream.concat(Stream.of(glob), glob.below().stream()))
        .toList();
  }

  private static Rule<ReloadSettings> rule(Values v) {
    RuleName name = new RuleName(NAME, v.name());
    var settings =
        new ReloadSettings(
            name,
            withDirectories(v.get(WATCH)),
            v.get(IGNORE),
            v.find(CHECK).map(Action.Run::new),
            v.get(APPLY),
            v.get(DEBOUNCE),
            v.get(TIMEOUT));
    var claim = new Claim(name, settings.watch(), settings.ignore(), false, true);
    return CommonKeys.rule(claim, v, v.get(DEBOUNCE), v.find(SCHEDULE), settings);
  }
}
