package filereeve.kind.rotate;

import filereeve.process.Action;
import filereeve.rule.ActionKeys;
import filereeve.schema.Key;
import filereeve.schema.Types;
import filereeve.schema.Values;
import java.util.List;

/// The keys of a rotate rule that run hooks.
final class HookKeys {
  static final Key<Action> BEFORE =
      Key.optional(
          "before",
          ActionKeys.section(Hooks.PATH),
          "A hook that runs before logs are changed, in the same forms as `after`. If it fails,"
              + " they are not rotated, and Filereeve retries it. In a command `<path>` is the"
              + " log.");
  static final Key<Action> AFTER =
      Key.optional(
          "after",
          ActionKeys.section(Hooks.PATH, Hooks.ARCHIVE),
          "A hook that notifies the writer whenever a log was renamed or `before` has run: "
              + ActionKeys.SECTION.formsText()
              + ". After a kill it can run once more. In a command `<path>` is the log and"
              + " `<archive>` what it became. Commands run as the daemon does, whatever `user`"
              + " says. No placeholder may stand in what an interpreter executes, such as the text"
              + " of `sh -c`: it is given as data, `[sh, -c, 'cmd \"$1\"', x, <path>]`.");
  static final Key<Hooks.Per> HOOKS =
      Key.of(
          "hooks",
          Types.oneOf(Hooks.Per.class),
          "once",
          "`once`: `before` and `after` run once for all logs of a run; an argument that is nothing"
              + " but `<path>` becomes all of them, `<archive>` likewise; names of more than 512"
              + " KiB are given to several runs, and a failed run is repeated for the logs in each"
              + " user's directories alone. `each`: for every log, one after the other; then the"
              + " environment has `FILEREEVE_PATH` and `FILEREEVE_ARCHIVE` too.");

  private HookKeys() {}

  static Hooks hooks(Values v) {
    return new Hooks(v.find(BEFORE), v.find(AFTER), v.get(HOOKS));
  }

  static void check(Values v) {
    checkHook(v, BEFORE);
    checkHook(v, AFTER);
  }

  private static void checkHook(Values v, Key<Action> key) {
    if (v.find(HOOKS).orElse(Hooks.Per.ONCE) == Hooks.Per.EACH) {
      return;
    }
    for (String name : List.of(Hooks.PATH, Hooks.ARCHIVE)) {
      String placeholder = "<" + name + ">";
      boolean inside =
          v.find(key)
              .filter(
                  action ->
                      action instanceof Action.Run(List<String> argv)
                          && argv.stream()
                              .anyMatch(a -> a.contains(placeholder) && !a.equals(placeholder)))
              .isPresent();
      if (inside) {
        v.error(
            key,
            "`%s` is part of an argument, and with `hooks: once` it can be several files"
                .formatted(placeholder),
            "Make it an argument of its own, or set hooks: each");
      }
    }
  }
}
