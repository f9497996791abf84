package filereeve.config;

import filereeve.rule.CommonKeys;
import filereeve.schema.Node;
import filereeve.schema.Node.Entry;
import filereeve.schema.Node.Mapping;
import filereeve.schema.Node.Scalar;
import filereeve.schema.Problems;
import filereeve.schema.ScalarType;
import filereeve.schema.Section;
import filereeve.words.Nearest;
import java.util.List;

/// Reports names of entries of `notify` that do not exist, or do not send mail.
final class MailNames {
  private static final String SECTION = Language.NOTIFY.name();

  private final List<String> known;
  private final Problems problems;

  private MailNames(List<String> known, Problems problems) {
    this.known = known;
    this.problems = problems;
  }

  static void check(Mapping all, Section<?> root, Problems problems) {
    List<String> known =
        Node.entries(all.get(SECTION)).stream()
            .filter(
                e -> e.value() instanceof Mapping m && m.get(NotifyKeys.EMAIL.name()).isPresent())
            .map(Entry::key)
            .toList();
    var names = new MailNames(known, problems);
    TypeWalk.walk(
        root,
        all,
        new TypeWalk.Visit() {
          @Override
          public void scalar(ScalarType<?> type, Scalar value, String path) {
            if (type.equals(CommonKeys.MAIL_ENTRY)) {
              names.check(value, path);
            }
          }
        });
  }

  private void check(Scalar name, String path) {
    boolean other = name.kind() == Node.Kind.UNKNOWN || name.kind() == Node.Kind.NULL;
    if (other || known.contains(name.text())) {
      return; // unknown and missing values were reported already
    }
    String nearest = Nearest.hint(name.text(), known);
    problems.error(
        name.where(),
        path,
        "%s is not an entry of `%s` that sends mail".formatted(name.shown(), SECTION) + nearest,
        known.isEmpty()
            ? "Add the section `%s`, such as %s: {ops: {email: {smtp: localhost:25, from: filereeve@example.org, to: [ops@example.org]}}}"
                .formatted(SECTION, SECTION)
            : "Known there: " + String.join(", ", known));
  }
}
