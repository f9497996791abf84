package filereeve.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes the configuration reference, from the same definitions that read the configuration.
public final class ReferenceText {
  private static final String INTRODUCTION =
      """
      # Configuration reference

      Generated from the program's own definitions; do not edit. To regenerate it:
      `mvn -q test -Dtest=ReferenceTest -Dupdate`.

      The configuration is one YAML 1.2 file, `/etc/filereeve/filereeve.yaml` unless `--config` names another.
      `filereeve init` writes a first one, `filereeve check` finds all mistakes, and `filereeve check --show` prints
      every value in force and where it comes from. The program refuses a file larger than 1 MiB, YAML tags, merge keys
      and a second document.

      ## How values are written

      | type | how to write it |
      |---|---|
      | size | a number and a unit: `100 MiB`, `1.5 GB`, `0 B`. KB, MB, GB and TB are powers of 1000; KiB, MiB, GiB and TiB are powers of 1024 |
      | duration | whole numbers and units: `250ms`, `30s`, `5m`, `2h`, `7d`, `2w`, combined `1h30m`. A day is 24 hours |
      | glob | an absolute path with `*`, `?`, `[a-z]`, `{a,b}`, and `**` for any number of directories |
      | time zone | `Europe/Berlin`, `UTC`, or `system` for the time zone of the host |
      | cron expression | five fields in quotes, `"30 2 * * *"`, or `"@hourly"`, `"@daily"`, `"@weekly"`, `"@monthly"`, `"@yearly"` |
      | mode | octal with a leading zero: `"0640"` |
      | command | a list, `[nginx, -t]`. It runs without a shell |
      | name of a rule | a to z, 0 to 9, `-`, `_`, `.`; it starts with a letter or digit, and occurs once in all files |

      A number without a unit is an error where a unit is needed.

      ## Layers

      A later layer overrides an earlier one. Sections are merged key by key; a list is replaced as a whole.

      1. the defaults below;
      2. the main file;
      3. its `include`s, in the order given; the files of one glob in the order of their names. Only one of these files
         may define a given rule;
      4. `filereeve.<profile>.yaml` beside the main file, if the variable `FILEREEVE_PROFILE` names a profile. It can
         change keys of a rule, and add rules;
      5. variables `FILEREEVE__SECTION__KEY=value`: the path of the key in capitals, with `__` between its parts. A rule
         is given by its name, with `_` for `-` and `.`, and a file must define it:
         `FILEREEVE__DAEMON__WORKERS=4`, `FILEREEVE__ROTATE__APP_LOGS__KEEP__FILES=7`. Write lists and sections as in
         YAML: `FILEREEVE__ROTATE__APP_LOGS__FILES='[/var/log/a.log, /var/log/b.log]'`.

      Values in files can contain `${VAR}`, `${VAR:-default}`, `${VAR:?what to do if it is not set}`, and `$$` for a
      dollar sign. The text of a problem never shows the value of a variable.

      ## Who owns a file

      A file belongs to one `rotate` or `compress` rule: the rule with the most specific glob. Two globs that can match the
      same file and are equally specific are an error. `reload` rules only read, so several can watch one file.

      """;

  private record Part(String path, Section<?> section) {}

  private ReferenceText() {}

  public static String of(Section<?> root) {
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
        case ScalarType<?> _, ListType<?> _, ByName<?> _ -> {}
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
    if (!section.refused().isEmpty()) {
      out.append("\n| other programs' word | here |\n|---|---|\n");
      new TreeMap<>(section.refused())
          .forEach(
              (key, reason) ->
                  out.append("| `%s` | %s. |\n".formatted(key, reason.replace("|", "\\|"))));
    }
    if (!section.later().isEmpty()) {
      out.append("\nKnown, but not supported by this version yet: ");
      out.append(String.join(", ", section.later().stream().map("`%s`"::formatted).toList()));
      out.append(".\n");
    }
  }
}
