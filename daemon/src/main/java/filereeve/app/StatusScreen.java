package filereeve.app;

import filereeve.units.Durations;
import filereeve.units.Size;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/// The daemon's status as a person reads it, no wider than a terminal of 80 columns where the names
/// of the rules allow it.
///
/// @param status as the daemon answers it
/// @param color whether what fails is red
record StatusScreen(Map<String, Object> status, Instant now, boolean color) {
  private static final int WIDTH = 80;
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";

  /// In the order of the columns.
  private static final List<String> HEAD = List.of("RULE", "STATE", "LAST RUN", "NEXT");

  private static final String GAP = "  ";

  /// One line for each rule, below what concerns all of them.
  String ofAll() {
    var text = new StringBuilder(head());
    List<Map<?, ?>> rules = rules();
    if (rules.isEmpty()) {
      return text.append("There is no rule.\n").toString();
    }
    int widest = HEAD.getFirst().length();
    for (Map<?, ?> rule : rules) {
      widest = Math.max(widest, text(rule, "rule").length());
    }
    String format = "%-" + widest + "s" + GAP + "%-8s" + GAP + "%-26s" + GAP + "%s%n";
    text.append('\n').append(format.formatted(HEAD.toArray()));
    for (Map<?, ?> rule : rules) {
      text.append(
          marked(
              rule,
              format.formatted(text(rule, "rule"), text(rule, "state"), last(rule), next(rule))));
      failure(rule).ifPresent(why -> text.append(indented(why)));
    }
    return text.toString();
  }

  /// One line for each thing that is known of a rule.
  String ofRule() {
    var text = new StringBuilder();
    for (Map<?, ?> rule : rules()) {
      text.append(line("rule", text(rule, "rule")));
      text.append(marked(rule, line("state", text(rule, "state"))));
      each(rule, "running")
          .forEach(
              run ->
                  text.append(
                      line(
                          "running",
                          "%s for %s (run %s)"
                              .formatted(
                                  text(run, "subject"),
                                  millis(run, "for_ms").orElse("?"),
                                  text(run, "run")))));
      part(rule, "last").ifPresent(last -> text.append(lastLines(rule, last)));
      time(rule, "succeeded").ifPresent(at -> text.append(line("last success", at)));
      time(rule, "failing_since").ifPresent(at -> text.append(line("failing since", at)));
      text.append(line("next", next(rule)));
      if (rule.get("scheduled") instanceof List<?> times) {
        times.forEach(at -> text.append(line("next schedule", String.valueOf(at))));
      }
    }
    return text.toString();
  }

  private String lastLines(Map<?, ?> rule, Map<?, ?> last) {
    String causes =
        last.get("causes") instanceof List<?> all
            ? String.join(", ", all.stream().map(String::valueOf).toList())
            : "?";
    return line(
            "last run",
            "%s (run %s, cause %s, took %s)"
                .formatted(
                    last(rule), text(last, "run"), causes, millis(last, "took_ms").orElse("?")))
        + (last.get("why") instanceof String why ? line("because", why) : "");
  }

  private static String line(String name, String value) {
    return "%-14s %s%n".formatted(name + ":", value);
  }

  private String head() {
    var text = new StringBuilder();
    List<String> names = rules().stream().map(rule -> text(rule, "rule")).toList();
    long failing = strings("failing").stream().filter(names::contains).count();
    text.append(
        "filereeve %s, process %s, up %s%s: %s%s%n"
            .formatted(
                status.get("version"),
                status.get("pid"),
                ago(text(status, "started")),
                status.get("memory") instanceof Long bytes ? ", " + new Size(bytes) : "",
                ConfigOption.count(rules().size(), "rule"),
                failing == 0 ? "" : ", %d failing".formatted(failing)));
    text.append(
        "configuration: %s, in force for %s%n"
            .formatted(status.get("config"), ago(text(status, "config_since"))));
    strings("config_refused")
        .forEach(problem -> text.append(red("refused since:\n" + indented(problem))));
    List<String> restart = strings("need_restart");
    if (!restart.isEmpty()) {
      text.append("in force after a restart: ").append(String.join(", ", restart)).append('\n');
    }
    return text.append(use()).toString();
  }

  private String use() {
    var uses = new StringJoiner(", ", "", "\n");
    of("watches", "watches_allowed").ifPresent(uses::add);
    uses.add("polled %s".formatted(status.get("polled")));
    of("queue", "queue_limit").ifPresent(uses::add);
    of("descriptors", "descriptors_allowed").ifPresent(uses::add);
    return uses.toString();
  }

  private Optional<String> of(String used, String allowed) {
    return Optional.ofNullable(status.get(used))
        .map(
            number ->
                used
                    + " "
                    + number
                    + (status.get(allowed) instanceof Long limit ? " of " + limit : ""));
  }

  private String last(Map<?, ?> rule) {
    return part(rule, "last")
        .map(last -> "%s %s ago".formatted(text(last, "outcome"), ago(text(last, "at"))))
        .orElse("nothing to do so far");
  }

  private static String next(Map<?, ?> rule) {
    return millis(rule, "next_in_ms").map("in %s"::formatted).orElse("-");
  }

  /// Of the last run, if it did not succeed.
  private static Optional<String> failure(Map<?, ?> rule) {
    boolean fails = text(rule, "state").equals("failing");
    return part(rule, "last")
        .filter(_ -> fails)
        .flatMap(last -> Optional.ofNullable(last.get("why")))
        .map(String::valueOf);
  }

  /// As paragraphs of a terminal's width, two columns from its edge.
  private static String indented(String sentence) {
    var text = new StringBuilder();
    var line = new StringBuilder(GAP);
    for (String word : sentence.split("\\s+", -1)) {
      if (line.length() > GAP.length() && line.length() + word.length() >= WIDTH) {
        text.append(line.toString().stripTrailing()).append('\n');
        line.setLength(GAP.length());
      }
      line.append(word).append(' ');
    }
    return text.append(line.toString().stripTrailing()).append('\n').toString();
  }

  private String marked(Map<?, ?> rule, String line) {
    return text(rule, "state").equals("failing") ? red(line) : line;
  }

  private String red(String line) {
    return color ? RED + line.stripTrailing() + PLAIN + "\n" : line;
  }

  private List<Map<?, ?>> rules() {
    return each(status, "rules");
  }

  private static List<Map<?, ?>> each(Map<?, ?> of, String name) {
    return of.get(name) instanceof List<?> all
        ? all.stream().<Map<?, ?>>map(one -> (Map<?, ?>) one).toList()
        : List.of();
  }

  private static Optional<Map<?, ?>> part(Map<?, ?> of, String name) {
    return of.get(name) instanceof Map<?, ?> part ? Optional.of(part) : Optional.empty();
  }

  private List<String> strings(String name) {
    return status.get(name) instanceof List<?> all
        ? all.stream().map(String::valueOf).toList()
        : List.of();
  }

  private static String text(Map<?, ?> of, String name) {
    return of.get(name) instanceof String text ? text : "?";
  }

  private static Optional<String> millis(Map<?, ?> of, String name) {
    return of.get(name) instanceof Long millis
        ? Optional.of(brief(Duration.ofMillis(millis)))
        : Optional.empty();
  }

  private Optional<String> time(Map<?, ?> of, String name) {
    return of.get(name) instanceof String at
        ? Optional.of("%s (%s ago)".formatted(at, ago(at)))
        : Optional.empty();
  }

  private String ago(String at) {
    try {
      Duration since = Duration.between(Instant.parse(at), now);
      return brief(since.isNegative() ? Duration.ZERO : since);
    } catch (DateTimeParseException _) {
      return "?";
    }
  }

  /// In at most two units: what happened three days ago is not told in seconds.
  private static String brief(Duration time) {
    Duration unit =
        time.toDays() > 0
            ? Duration.ofHours(1)
            : time.toHours() > 0
                ? Duration.ofMinutes(1)
                : time.toSeconds() > 0 ? Duration.ofSeconds(1) : Duration.ofMillis(1);
    return Durations.format(Duration.ofMillis(time.toMillis() / unit.toMillis() * unit.toMillis()));
  }
}
