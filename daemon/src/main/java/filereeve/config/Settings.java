package filereeve.config;

import filereeve.notify.EmailSettings;
import filereeve.rule.Rule;
import filereeve.rule.RuleKind;
import filereeve.telemetry.Redaction;
import java.nio.file.Path;
import java.util.List;

/// A whole, checked configuration.
///
/// @param rules of all kinds, in the order of the kinds
/// @param mail the entries of `notify` that send mail
/// @param files all files that were read, the main one first
/// @param includeGlobs where further files would be read from, should they appear
/// @param secrets what no message may show
public record Settings(
    DaemonSettings daemon,
    List<Rule<?>> rules,
    List<EmailSettings> mail,
    List<Path> files,
    List<String> includeGlobs,
    Redaction secrets) {
  Settings in(List<Path> sources, List<String> globs, Redaction hidden) {
    return new Settings(daemon, rules, mail, sources, globs, hidden);
  }

  @SuppressWarnings("unchecked") // the section of a kind holds rules with its settings only
  public <S> List<Rule<S>> rules(RuleKind<S> kind) {
    return rules.stream()
        .filter(rule -> rule.name().kind().equals(kind.name()))
        .map(rule -> (Rule<S>) rule)
        .toList();
  }
}
