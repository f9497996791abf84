package filereeve.kind.rotate;

import static filereeve.schema.Types.ordered;

import filereeve.archive.NamePattern;
import filereeve.schema.Key;
import filereeve.schema.Node.Kind;
import filereeve.schema.ScalarType;
import filereeve.schema.Type;
import filereeve.schema.Types;
import filereeve.schema.Values;
import filereeve.words.Nearest;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How a rotate rule names its archives.
final class NameKeys {
  private static final Map<String, Naming> WORDS =
      Map.of("dated", Naming.DATED, "numbered", Naming.NUMBERED);

  private static final Type<Naming> NAMING =
      new ScalarType<>(
          "`dated`, `numbered`, or a date pattern",
          "dated, numbered, or a date pattern",
          "Write dated, numbered, or a pattern such as \"<stem>-<yyyy><MM><dd><ext>\"",
          Set.of(Kind.TEXT),
          NameKeys::parse,
          ordered(
              "type",
              "string",
              "pattern",
              "^(dated|numbered|<name>[^/]*<yyyy>[^/]*|<stem>[^/]*<yyyy>[^/]*<ext>)$|\\$\\{"));

  static final Key<Naming> NAME =
      Key.of(
          "name",
          NAMING,
          "dated",
          "`dated`: `app.log-20261121T000000Z`, in UTC; `numbered`: `app.log.1` is the newest, up"
              + " to 999; or a date pattern: `<name>-<yyyy><MM><dd>` makes `app.log-20261121`, and"
              + " `<stem>-<yyyy><MM><dd><ext>` keeps the suffix: `app-20261121.log`. Times: `<HH>`,"
              + " `<mm>`, `<ss>`, in `timezone`. Of several archives with one date, the second gets"
              + " `_02` behind it. A file with such a name is never taken for a log.");
  static final Key<Naming.Date> DATE =
      Key.optional(
          "date",
          Types.oneOf(Naming.Date.class),
          "Which moment the date in a name is: `end`, that of the rotation; `begin`, that of the"
              + " rotation before; `previous`, a day before the rotation, or an hour if the name"
              + " has hours: a log that is rotated at midnight gets the day that its lines are of."
              + " Without it: `end`.");
  static final Key<Integer> START =
      Key.optional(
          "start", Types.whole(0, 900), "The newest archive's number with `name: numbered`: 1.");
  static final Key<ZoneId> ZONE =
      Key.inherited(
          "timezone",
          Types.ZONE,
          "The time zone of a date pattern in `name`. A schedule has a `timezone` of its own.");

  private NameKeys() {}

  private static Naming parse(String text) {
    Naming word = WORDS.get(text);
    if (word != null) {
      return word;
    }
    if (text.indexOf('<') < 0) {
      throw new IllegalArgumentException(
          "\"%s\" is not known here".formatted(text)
              + Nearest.hint(text, List.of("dated", "numbered")));
    }
    return new Naming.Dated(NamePattern.parse(text));
  }

  static void check(Values v) {
    Optional<Naming> naming = v.find(NAME);
    if (v.has(START) && naming.isPresent() && !(naming.get() instanceof Naming.Numbered)) {
      v.error(
          START, "only numbered archives have a first number", "Remove it, or add name: numbered");
    }
    boolean isNumbered =
        v.has(START) || naming.filter(Naming.Numbered.class::isInstance).isPresent();
    if (v.has(DATE) && isNumbered) {
      v.error(DATE, "numbered archives have no date in their names", "Remove it, or change `name`");
    }
  }

  static Naming naming(Values v) {
    Optional<Integer> start = v.find(START);
    Naming naming = start.isPresent() ? new Naming.Numbered(start.get()) : v.get(NAME);
    return naming instanceof Naming.Dated dated
        ? new Naming.Dated(dated.pattern(), v.find(DATE).orElse(dated.date()))
        : naming;
  }
}
