package filereeve.setup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// What a first configuration could have rules for, and its text once that is chosen.
///
/// @param logs the largest first
public record FirstConfiguration(List<FoundLogs> logs, List<KnownService> services) {
  private static final String ROTATE = "\n# rotate:\n";
  private static final String RELOAD = "\n# reload:\n";

  /// The default: no rule.
  public static final FirstConfiguration NONE = new FirstConfiguration(List.of(), List.of());

  /// What is on a host.
  ///
  /// @param root `/`
  public static FirstConfiguration of(Path root) throws IOException {
    return new FirstConfiguration(new LogSurvey(root).find(), new ServiceSurvey(root).find());
  }

  /// What is suggested: every service, and the logs that nothing rotates yet.
  public FirstConfiguration suggested() {
    return new FirstConfiguration(logs.stream().filter(FoundLogs::isSuggested).toList(), services);
  }

  /// What a person chooses.
  ///
  /// @throws IOException if no answer can be read; nothing is chosen then
  public FirstConfiguration chosen(Questions questions) throws IOException {
    List<FoundLogs> kept =
        questions.choose(
            "Logs that rules could rotate:",
            logs,
            each -> each.files() + ": " + each.facts(),
            FoundLogs::isSuggested);
    List<KnownService> served =
        questions.choose(
            "Services whose changed configuration rules could check, and apply if it is good:",
            services,
            each -> each.name() + ": " + each.summary(),
            _ -> true);
    return new FirstConfiguration(kept, served);
  }

  /// How many rules.
  public int size() {
    return logs.size() + services.size();
  }

  /// The default configuration with the rules in their sections.
  ///
  /// @param template `config/filereeve.yaml`, in which every line of a section is a comment
  public String text(String template) {
    return with(
        with(template, ROTATE, logs.stream().map(FoundLogs::yaml).collect(Collectors.joining())),
        RELOAD,
        services.stream().map(KnownService::rule).collect(Collectors.joining()));
  }

  private static String with(String text, String section, String rules) {
    if (!text.contains(section)) {
      throw new IllegalStateException("the template lacks " + section.strip());
    }
    return rules.isEmpty()
        ? text
        : text.replace(section, section.replace("# ", "") + rules + "# More examples:\n");
  }
}
