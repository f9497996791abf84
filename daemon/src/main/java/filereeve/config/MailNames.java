package filereeve.config;

import filereeve.event.RuleKind;
import filereeve.schema.Node;
import filereeve.schema.Node.Entry;
import filereeve.schema.Node.Mapping;
import filereeve.schema.Node.Scalar;
import filereeve.schema.Problems;
import filereeve.words.Nearest;
import java.util.List;
import java.util.Optional;

/// Finds rules that mail to an entry of `notify` that is not there. Like [Owners] it looks at the
/// text, so that it finds them even while something else is wrong.
final class MailNames {
  private static final String SECTION = Language.NOTIFY.name();

  private final List<String> known;
  private final Problems problems;

  private MailNames(List<String> known, Problems problems) {
    this.known = known;
    this.problems = problems;
  }

  static void check(Mapping all, Problems problems) {
    List<String> known =
        Node.entries(all.get(SECTION)).stream()
            .filter(
                e -> e.value() instanceof Mapping m && m.get(NotifyKeys.EMAIL.name()).isPresent())
            .map(Entry::key)
            .toList();
    new MailNames(known, problems).rules(all);
  }

  private void rules(Mapping all) {
    String section = RuleKind.ROTATE.key();
    for (Entry rule : Node.entries(all.get(section))) {
      for (Entry key : Node.entries(Optional.of(rule.value()))) {
        if (ArchiveKeys.WITH_MAIL.contains(key.key())
            && key.value() instanceof Mapping mapping
            && mapping.get(ArchiveKeys.MAIL_NAME).orElse(mapping) instanceof Scalar name
            && !known.contains(name.text())) {
          refuse(name, String.join(".", section, rule.key(), key.key(), ArchiveKeys.MAIL_NAME));
        }
      }
    }
  }

  private void refuse(Scalar name, String path) {
    boolean other = name.kind() == Node.Kind.UNKNOWN || name.kind() == Node.Kind.NULL;
    if (other) {
      return; // which was reported already
    }
    String nearest =
        Nearest.to(name.text(), known).map("; did you mean `%s`?"::formatted).orElse("");
    problems.error(
        name.where(),
        path,
        "%s is no entry of `%s` that sends mail".formatted(name.shown(), SECTION) + nearest,
        known.isEmpty()
            ? "Add the section `%s`, such as %s: {ops: {email: {smtp: localhost:25, from: filereeve@example.org, to: [ops@example.org]}}}"
                .formatted(SECTION, SECTION)
            : "Known there: " + String.join(", ", known));
  }
}
