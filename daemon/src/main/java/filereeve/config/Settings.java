package filereeve.config;

import filereeve.notify.EmailSettings;
import filereeve.rule.Rule;
import filereeve.rule.RuleKind;
import filereeve.sandbox.Needs;
import filereeve.telemetry.Redaction;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /// What the daemon and each rule need of the host, by their names.
  public Map<String, Needs> needs(List<RuleKind<?>> kinds) {
    var needs = new LinkedHashMap<String, Needs>();
    needs.put(Language.DAEMON.name(), daemon.needs());
    mail.forEach(entry -> needs.put("notify." + entry.name(), entry.needs()));
    kinds.forEach(kind -> add(kind, needs));
    return needs;
  }

  private <S> void add(RuleKind<S> kind, Map<String, Needs> needs) {
    rules(kind).forEach(rule -> needs.put(rule.name().toString(), kind.needs(rule.settings())));
  }

  @SuppressWarnings("unchecked") // the section of a kind holds rules with its settings only
  public <S> List<Rule<S>> rules(RuleKind<S> kind) {
    return rules.stream()
        .filter(rule -> rule.name().kind().equals(kind.name()))
        .map(rule -> (Rule<S>) rule)
        .toList();
  }
}
