package filereeve.telemetry;

import filereeve.event.RuleName;
import filereeve.event.RunId;
import filereeve.telemetry.Event.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One line of the log before it is written.
///
/// Invariant: every key is made of letters, digits, `_`, `.` and `-`, and occurs once; none is
/// `ts`, `level` or `event`.
///
/// @param event the name, as the catalogue spells it
record Line(Instant time, Level level, String event, List<Field> fields) {
  static Line of(Instant time, Level level, Event event, Field... fields) {
    return new Line(time, level, event.key(), named(fields));
  }

  static Line of(Instant time, Event event, Field... fields) {
    return of(time, event.level(), event, fields);
  }

  /// One about the log itself, whichever run happens to write.
  static Line ofLog(Instant time, Event event, Field... fields) {
    return new Line(time, event.level(), event.key(), List.of(fields));
  }

  /// Without what is to be kept back.
  Line with(Redaction redaction) {
    return new Line(time, level, event, redaction.in(fields));
  }

  /// The rule that it is about; empty if it is about none.
  Optional<RuleName> rule() {
    for (Field field : fields) {
      if (field.value() instanceof RuleName rule && field.key().equals("rule")) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }

  /// An `Optional` that is empty is left out. What is logged during a run names it and its rule.
  private static List<Field> named(Field... fields) {
    var taken = new HashSet<>(Set.of("ts", "level", "event"));
    var named = new ArrayList<Field>(fields.length);
    for (Field field : fields) {
      if (field.value() instanceof Optional<?> value) {
        value.ifPresent(v -> named.add(new Field(name(field.key(), taken), v)));
      } else {
        named.add(new Field(name(field.key(), taken), field.value()));
      }
    }
    RunId.current().ifPresent(run -> name(run, taken, named));
    return List.copyOf(named);
  }

  private static void name(RunId run, Set<String> taken, List<Field> named) {
    if (!taken.contains("rule")) {
      named.add(new Field(name("rule", taken), run.rule()));
    }
    named.add(new Field(name("run", taken), run));
  }

  private static String name(String key, Set<String> taken) {
    String plain = plain(key);
    String name = plain;
    for (int i = 2; !taken.add(name); i++) {
      name = plain + "_" + i;
    }
    return name;
  }

  private static String plain(String key) {
    for (int i = 0; i < key.length(); i++) {
      if (!isGood(key.charAt(i))) {
        return key.replaceAll("[^A-Za-z0-9_.-]", "_");
      }
    }
    return key.isEmpty() ? "_" : key;
  }

  private static boolean isGood(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '.'
        || c == '-';
  }
}
