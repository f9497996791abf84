package filereeve.config;

import filereeve.files.Trust;
import filereeve.process.SearchPath;
import filereeve.rule.ActionKeys;
import filereeve.schema.ListType;
import filereeve.schema.Node;
import filereeve.schema.Node.Mapping;
import filereeve.schema.Node.Scalar;
import filereeve.schema.Node.Sequence;
import filereeve.schema.Problems;
import filereeve.schema.Section;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Refuses a configuration whose state directory or commands somebody can change who is not
/// trusted: he would decide what the daemon does.
final class TrustedPaths {
  private static final String STATE_DIR =
      Language.DAEMON.name() + "." + DaemonKeys.STATE_DIR.name();

  private final Trust trust;
  private final Problems problems;
  private boolean trusted = true;

  TrustedPaths(Trust trust, Problems problems) {
    this.trust = trust;
    this.problems = problems;
  }

  /// Whether nothing was wrong.
  boolean check(Mapping all, Section<?> root) {
    all.get(Language.DAEMON.name())
        .filter(Mapping.class::isInstance)
        .flatMap(daemon -> ((Mapping) daemon).get(DaemonKeys.STATE_DIR.name()))
        .flatMap(Node::scalar)
        .filter(path -> path.text().startsWith("/") && path.text().indexOf('\0') < 0)
        .ifPresent(path -> check(Path.of(path.text()), path, STATE_DIR));
    TypeWalk.walk(
        root,
        all,
        new TypeWalk.Visit() {
          @Override
          public void list(ListType<?> type, Sequence command, String path) {
            if (type.name().equals(ActionKeys.COMMAND.name())) {
              checkCommand(command, path);
            }
          }
        });
    return trusted;
  }

  private void checkCommand(Sequence command, String path) {
    List<Scalar> argv = command.items().stream().flatMap(i -> Node.scalar(i).stream()).toList();
    if (argv.size() != command.items().size()) {
      return; // reported elsewhere
    }
    for (Path file : SearchPath.executed(argv.stream().map(Scalar::text).toList())) {
      check(file, command, path);
    }
  }

  private void check(Path path, Node named, String key) {
    try {
      Optional<Trust.Distrust> distrust = trust.distrust(path);
      if (distrust.isPresent()) {
        trusted = false;
        problems.error(
            named.where(),
            key,
            "cannot trust %s: %s".formatted(path, distrust.get().why()),
            distrust.get().remedy());
      }
    } catch (IOException e) {
      problems.hint(
          named.where(),
          key,
          "cannot tell who can change %s: %s".formatted(path, e.getMessage()),
          "Check its directories");
    }
  }
}
