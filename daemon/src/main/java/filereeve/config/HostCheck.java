package filereeve.config;

import filereeve.files.PathControl;
import filereeve.posix.Posix;
import filereeve.posix.TrustedUsers;
import filereeve.process.SearchPath;
import filereeve.route.Glob;
import filereeve.rule.ActionKeys;
import filereeve.rule.HostProblem;
import filereeve.rule.Rule;
import filereeve.rule.RuleKind;
import filereeve.schema.ListType;
import filereeve.schema.Node;
import filereeve.schema.Node.Scalar;
import filereeve.schema.Node.Sequence;
import filereeve.schema.Problem;
import filereeve.schema.Problems;
import filereeve.schema.ScalarType;
import filereeve.schema.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Finds what on this host would make rules of a good configuration fail: users, groups and
/// commands that do not exist, pidfiles that others could swap, logs that logrotate rotates too.
/// All are hints: the host may change, and the daemon then does its work.
public final class HostCheck {
  private static final int ROOT = 0;
  private static final String BLANK = "\\s+";

  /// Looks up the id of a user or group by name.
  private interface Lookup {
    OptionalInt id(String name) throws IOException;
  }

  private final Loaded.Good good;
  private final Posix posix;
  private final Problems problems = new Problems();
  private final Map<String, Boolean> accounts = new HashMap<>();
  private final Map<List<String>, Optional<String>> programs = new HashMap<>();

  private HostCheck(Loaded.Good good, Posix posix) {
    this.good = good;
    this.posix = posix;
  }

  /// @param logrotate its main configuration, `/etc/logrotate.conf`
  public static List<Problem> of(
      Loaded.Good good, List<RuleKind<?>> kinds, Posix posix, Path logrotate) {
    var check = new HostCheck(good, posix);
    check.missingPaths();
    check.values(new Language(kinds));
    kinds.forEach(check::kind);
    check.logrotate(LogrotateFiles.read(logrotate));
    return check.problems.sorted(good.settings().files().stream().map(Path::toString).toList());
  }

  /// Directories that rules name and that are not there: perhaps not yet, perhaps a typo.
  private void missingPaths() {
    for (Rule<?> rule : good.settings().rules()) {
      rule.claim().files().stream()
          .map(Glob::root)
          .distinct()
          .filter(root -> !Files.exists(root))
          .forEach(
              root ->
                  hint(
                      rule,
                      "",
                      root + " does not exist",
                      "Correct it if it is a typo; the daemon waits until it exists"));
    }
  }

  private void values(Language language) {
    TypeWalk.walk(
        language.root(),
        good.effective().root(),
        new TypeWalk.Visit() {
          @Override
          public void list(ListType<?> type, Sequence command, String path) {
            if (type.name().equals(ActionKeys.COMMAND.name()) && !command.items().isEmpty()) {
              command(command, path);
            }
          }

          @Override
          public void scalar(ScalarType<?> type, Scalar value, String path) {
            if (type.equals(Types.ACCOUNT_NAME)) {
              account(value, path);
            } else if (path.endsWith("." + ActionKeys.PIDFILE.name())) {
              pidfile(value, path);
            } else if (path.endsWith("." + ActionKeys.SYSTEMCTL.name())) {
              program(List.of("systemctl")).ifPresent(why -> hint(value, path, why));
            }
          }
        });
  }

  private void command(Sequence command, String path) {
    if (!(command.items().getFirst() instanceof Scalar program) || program.text().contains("<")) {
      return; // reported elsewhere, or known only when it runs
    }
    List<String> argv =
        command.items().stream().flatMap(i -> Node.scalar(i).stream()).map(Scalar::text).toList();
    Optional<String> missing = program(argv);
    if (missing.isPresent() && program.text().strip().matches(".*\\s.*") && !program.secret()) {
      String words = String.join(", ", program.text().strip().split(BLANK));
      problems.hint(
          program.where(),
          path,
          "%s is the name of a program here, and there is none of this name"
              .formatted(program.shown()),
          "Write each word by itself: [%s%s]"
              .formatted(words, command.items().size() > 1 ? ", …" : ""));
    } else {
      missing.ifPresent(why -> hint(program, path, why));
    }
  }

  private Optional<String> program(List<String> argv) {
    return programs.computeIfAbsent(argv, SearchPath::missing);
  }

  private void account(Scalar value, String path) {
    boolean group = path.endsWith("group");
    String what = group ? "group" : "user";
    Lookup lookup = group ? posix::groupId : posix::userId;
    if (!accounts.computeIfAbsent(what + " " + value.text(), _ -> exists(lookup, value, path))) {
      problems.hint(
          value.where(),
          path,
          "there is no %s %s on this host".formatted(what, value.shown()),
          "Correct the name, or create it: %sadd --system NAME".formatted(what));
    }
  }

  private boolean exists(Lookup lookup, Scalar value, String path) {
    try {
      return lookup.id(value.text()).isPresent();
    } catch (IOException e) {
      hint(value, path, "cannot look up this name: %s. Check it".formatted(e.getMessage()));
      return true;
    }
  }

  /// Root follows a pidfile only where nobody else than its service could swap it.
  private void pidfile(Scalar value, String path) {
    Path directory = Path.of(value.text()).getParent();
    if (posix.effectiveUser() != ROOT || directory == null || !Files.isDirectory(directory)) {
      return; // or it is created when the service starts
    }
    try {
      Path file = Path.of(value.text());
      Path owned = Files.exists(file) ? file : directory;
      int owner = (Integer) Files.getAttribute(owned, "unix:uid");
      Path real = directory.toRealPath();
      PathControl.shared(posix, real, new TrustedUsers(owner))
          .ifPresent(
              shared ->
                  problems.hint(
                      value.where(),
                      path,
                      "others than root and user %d can swap this file, because they control %s, so it is not followed"
                          .formatted(owner, shared),
                      "Let the service write it to a directory of root's or of its own"));
    } catch (IOException e) {
      hint(
          value,
          path,
          "cannot tell who can swap this file: %s. Check its path".formatted(e.getMessage()));
    }
  }

  private <S> void kind(RuleKind<S> kind) {
    for (Rule<S> rule : good.settings().rules(kind)) {
      for (HostProblem problem : kind.onHost(rule.settings(), posix)) {
        hint(rule, "." + problem.key(), problem.message(), problem.remedy());
      }
    }
  }

  private void logrotate(LogrotateFiles files) {
    files
        .unreadable()
        .forEach(
            why ->
                problems.hint(
                    good.effective().where(),
                    "",
                    "cannot tell whether logrotate rotates the same logs: " + why,
                    "Check it as root"));
    for (Rule<?> rule : good.settings().rules()) {
      if (!rule.claim().owns()) {
        continue;
      }
      for (LogrotateFiles.Entry entry : files.entries()) {
        if (rule.claim().files().stream().anyMatch(entry.glob()::intersects)) {
          hint(
              rule,
              "",
              "logrotate rotates %s too (%s:%d)"
                  .formatted(entry.glob(), entry.file(), entry.line()),
              "Remove it there: two programs must not rotate the same log");
        }
      }
    }
  }

  private void hint(Rule<?> rule, String key, String message, String remedy) {
    problems.hint(good.effective().where(rule.name()), rule.name() + key, message, remedy);
  }

  /// @param sentence the last sentence is the remedy
  private void hint(Node node, String path, String sentence) {
    String text = sentence.replaceFirst("\\.$", "");
    int last = text.lastIndexOf(". ");
    problems.hint(
        node.where(),
        path,
        last < 0 ? text : text.substring(0, last),
        last < 0 ? "Correct it" : text.substring(last + 2));
  }
}
