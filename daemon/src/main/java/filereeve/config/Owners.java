package filereeve.config;

import filereeve.config.Node.Entry;
import filereeve.config.Node.Mapping;
import filereeve.route.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds files that two rules would own. It looks at the text rather than at the settings, so that
/// it finds them even while something else in a rule is wrong.
final class Owners {
  private record Claim(String rule, String path, Node.Scalar text, Glob glob) {}

  private Owners() {}

  static void check(Mapping all, Problems problems) {
    var claims = new ArrayList<Claim>();
    claims.addAll(claims(all, Language.ROTATE.name()));
    claims.addAll(claims(all, Language.COMPRESS.name()));
    for (int i = 0; i < claims.size(); i++) {
      for (Claim other : claims.subList(i + 1, claims.size())) {
        report(claims.get(i), other, problems);
      }
    }
  }

  private static void report(Claim one, Claim other, Problems problems) {
    if (!one.rule().equals(other.rule()) && one.glob().toString().equals(other.glob().toString())) {
      problems.error(
          other.text().where(),
          other.path(),
          "%s and %s of rule %s (%s) can name the same file, and neither is more specific"
              .formatted(other.text().shown(), one.text().shown(), one.rule(), one.text().where()),
          "Let one rule own it: change one of the globs");
    }
  }

  private static List<Claim> claims(Mapping all, String section) {
    var claims = new ArrayList<Claim>();
    for (Entry rule : entries(all.get(section))) {
      String name = section + "." + rule.key();
      for (Entry key : entries(Optional.of(rule.value()))) {
        if (key.key().equals("files")
            && key.value() instanceof Node.Sequence(_, List<Node> items)) {
          items.forEach(item -> claim(name, item).ifPresent(claims::add));
        }
      }
    }
    return claims;
  }

  private static List<Entry> entries(Optional<Node> node) {
    return node.isPresent() && node.get() instanceof Mapping(_, List<Entry> entries)
        ? entries
        : List.of();
  }

  private static Optional<Claim> claim(String rule, Node item) {
    var ignored = new Problems();
    var place = new Place(rule + ".files", "files", item.where(), ignored, true);
    return item instanceof Node.Scalar text
        ? Types.GLOB.read(text, place).map(glob -> new Claim(rule, place.path(), text, glob))
        : Optional.empty();
  }
}
