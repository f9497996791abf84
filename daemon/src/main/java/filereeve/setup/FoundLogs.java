package filereeve.setup;

import filereeve.units.Size;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Logs that one rule could rotate.
///
/// @param files a glob, or the path of the only one
/// @param rule a name for the rule
/// @param count how many there are now
/// @param size of all together
/// @param writers that have one of them open
/// @param areAllWriters whether no other program can have one of them open
/// @param logrotate the line that rotates one of them already, such as `/etc/logrotate.d/nginx:1`
/// @param isShared whether others than its owner can write to their directory
/// @param user whose permissions a rule needs then; empty if that is root, or no account
record FoundLogs(
    String files,
    String rule,
    int count,
    Size size,
    Set<FoundWriter> writers,
    boolean areAllWriters,
    Optional<String> logrotate,
    boolean isShared,
    Optional<String> user) {
  /// Whether it is suggested: nothing else rotates them, all that writes them is known and can bear
  /// it, and nobody can put another file in their place while root works on them.
  boolean isSuggested() {
    return logrotate.isEmpty()
        && areAllWriters
        && (reopen().isPresent() || allAppend())
        && (!isShared || user.isPresent());
  }

  /// What makes the only program that writes them open them again.
  Optional<String> reopen() {
    Set<String> names = writers.stream().map(FoundWriter::name).collect(Collectors.toSet());
    return names.size() != 1
        ? Optional.empty()
        : KnownService.ALL.stream()
            .filter(service -> names.contains(service.writes()))
            .flatMap(service -> service.reopen().stream())
            .findFirst();
  }

  /// True also where no program has them open.
  private boolean allAppend() {
    return writers.stream().allMatch(FoundWriter::appends);
  }

  /// What is known about them, for a person: a line of printable characters. A program can give
  /// itself a name that would end a comment of the configuration, and go on as a part of it.
  String facts() {
    String them = count == 1 ? "it" : "them";
    String nobody =
        areAllWriters
            ? "no program has %s open"
            : "who writes %s is not known (run init as root, with CAP_SYS_PTRACE)";
    String written =
        writers.isEmpty()
            ? nobody.formatted(them)
            : "written by "
                + writers.stream()
                    .map(FoundWriter::toString)
                    .distinct()
                    .collect(Collectors.joining(", "));
    String rotated =
        logrotate
            .map(line -> "; logrotate rotates %s already, %s".formatted(them, line))
            .orElse("");
    return "%d log%s, %s, %s%s%s"
        .formatted(
            count,
            count == 1 ? "" : "s",
            size,
            written,
            rotated,
            isShared ? "; others can write to the directory" : "")
        .replaceAll("[^ -~]", "?");
  }

  /// As a rule of the section `rotate`.
  String yaml() {
    var out = new StringBuilder();
    out.append("  # As init found them: %s.\n".formatted(facts()));
    logrotate.ifPresent(
        line ->
            out.append(
                "  # Remove them there first: two programs must not rotate the same log.\n"));
    out.append("  %s:\n    files: [%s]\n".formatted(rule, files));
    out.append("    when: {size: 100 MiB, age: 7d}\n");
    out.append(method());
    user.ifPresent(
        name ->
            out.append(
                "    user: %s # because others can write to the directory\n".formatted(name)));
    return out.append("    keep: {files: 8}\n").toString();
  }

  private String method() {
    Optional<String> reopen = reopen();
    if (reopen.isPresent()) {
      return "    create: {}\n    after: %s\n".formatted(reopen.get());
    }
    if (writers.isEmpty()) {
      return "    create: {} # a program that keeps its log open needs `after`, or method:"
          + " copytruncate\n";
    }
    return allAppend()
        ? "    method: copytruncate # or, if the program can reopen its log: create: {} and"
            + " `after`\n"
        : "    create: {} # the program does not append, so copytruncate is not for it: add"
            + " `after`\n";
  }
}
