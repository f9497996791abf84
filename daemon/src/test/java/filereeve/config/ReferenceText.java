package filereeve.config;

import filereeve.schema.Key;
import filereeve.schema.ListType;
import filereeve.schema.Named;
import filereeve.schema.ScalarType;
import filereeve.schema.Section;
import filereeve.schema.Shorthand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The reference of the language, from the same definitions that read it.
final class ReferenceText {
  private static final String INTRODUCTION =
      """
      # Configuration reference

      Generated from the program's own definitions; do not edit. To renew it:
      `mvn -q test -Dtest=ReferenceTest -Dupdate`.

      One YAML 1.2 file, `/etc/filereeve/filereeve.yaml` unless `--config` names another. `filereeve init`
      writes one to begin with, `filereeve check` finds everything that is wrong, and `filereeve check --show`
      prints what holds in the end and where each value came from. A file larger than 1 MiB, YAML tags, merge
      keys and a second document are refused.

      ## How values are written

      | kind | is written |
      |---|---|
      | size | a number and a unit: `100 MiB`, `1.5 GB`, `0 B`. KB, MB, GB, TB count by 1000, KiB, MiB, GiB, TiB by 1024 |
      | duration | whole numbers and units: `250ms`, `30s`, `5m`, `2h`, `7d`, `2w`, together `1h30m`. A day is 24 hours |
      | glob | an absolute path with `*`, `?`, `[a-z]`, `{a,b}`, and `**` for any number of directories |
      | time zone | `Europe/Berlin`, `UTC`, or `system` for the host's own |
      | cron expression | five fields in quotes, `"30 2 * * *"`, or `"@hourly"`, `"@daily"`, `"@weekly"`, `"@monthly"`, `"@yearly"` |
      | mode | octal with a leading zero: `"0640"` |
      | command | a list, `[nginx, -t]`. No shell reads it |
      | name of a rule | a to z, 0 to 9, `-`, `_`, `.`; begins with a letter or digit; once in all files |

      A bare number where a unit is needed is an error.

      ## Layers

      Later ones win. Keys of sections are taken one by one; a list is replaced as a whole.

      1. the defaults below;
      2. the main file;
      3. its `include`s, in the order given, each glob's files by name. A rule may stand in one of these files only;
      4. `filereeve.<profile>.yaml` beside the main file, if the variable `FILEREEVE_PROFILE` names a profile. It may
         change a rule's keys;
      5. variables `FILEREEVE__SECTION__KEY=value`: the key's path in capitals, `__` between its parts. Rules go by
         their names, with `_` for `-` and `.`, and must stand in a file:
         `FILEREEVE__DAEMON__WORKERS=4`, `FILEREEVE__ROTATE__APP_LOGS__KEEP__FILES=7`. Lists and sections as in YAML:
         `FILEREEVE__ROTATE__APP_LOGS__FILES='[/var/log/a.log, /var/log/b.log]'`.

      Inside values, in files: `${VAR}`, `${VAR:-default}`, `${VAR:?what to do if it is not set}`, and `$$` for a dollar.
      A variable's value never appears in a problem's text.

      ## Who owns a file

      A file belongs to one `rotate` or `compress` rule: the one with the most specific glob. Two globs that can name the
      same file and are equally specific are an error. `reload` rules only look, so several may watch one file.

      """;

  private record Part(String path, Section<?> section) {}

  private ReferenceText() {}

  static String of(Section<?> root) {
    var out = new StringBuilder(INTRODUCTION);
    var seen = new LinkedHashMap<Section<?>, String>();
    var parts = new ArrayList<Part>(List.of(new Part("", root)));
    while (!parts.isEmpty()) {
      Part part = parts.removeFirst();
      seen.put(part.section(), part.path());
      parts.addAll(0, write(part, seen, out));
    }
    return out.toString();
  }

  private static List<Part> write(Part part, Map<Section<?>, String> seen, StringBuilder out) {
    out.append("## ").append(part.path().isEmpty() ? "The file" : "`" + part.path() + "`");
    out.append("\n\n| key | value | default | meaning |\n|---|---|---|---|\n");
    var inner = new ArrayList<Part>();
    for (Key<?> key : part.section().keys()) {
      String path = part.path().isEmpty() ? key.name() : part.path() + "." + key.name();
      String value = key.type().name();
      switch (key.type()) {
        case Named<?> named -> inner.add(new Part(path + ".NAME", named.section()));
        case Shorthand<?> shorthand -> inner.add(new Part(path, shorthand.section()));
        case Section<?> section -> {
          String same = seen.get(section);
          if (same != null) {
            value = "like `%s`".formatted(same);
          } else {
            seen.put(section, path);
            inner.add(new Part(path, section));
          }
        }
        case ScalarType<?> _, ListType<?> _ -> {}
      }
      out.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(key.name(), value, defaultOf(key), key.doc().replace("|", "\\|")));
    }
    notes(part.section(), out);
    out.append('\n');
    return inner;
  }

  private static String defaultOf(Key<?> key) {
    return switch (key.presence()) {
      case REQUIRED -> "required";
      case INHERITED -> "as in `defaults`";
      case OPTIONAL ->
          key.fallback().filter(f -> !f.equals("{}")).map(f -> "`" + f + "`").orElse("");
    };
  }

  private static void notes(Section<?> section, StringBuilder out) {
    if (!section.forms().isEmpty()) {
      out.append("\nExactly one of: ").append(section.formsText()).append(".\n");
    }
    section
        .refused()
        .forEach((key, reason) -> out.append("\nNot `%s`: %s.\n".formatted(key, reason)));
    if (!section.later().isEmpty()) {
      out.append("\nKnown, but not supported by this version yet: ");
      out.append(String.join(", ", section.later().stream().map("`%s`"::formatted).toList()));
      out.append(".\n");
    }
  }
}
