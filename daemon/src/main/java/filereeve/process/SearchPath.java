package filereeve.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where a command without a slash is searched: the same directories on every host, whatever the
/// daemon was started with.
final class SearchPath {
  static final String TEXT = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private SearchPath() {}

  /// @param program a name or an absolute path
  static Optional<Path> find(String program) {
    return candidates(program).stream()
        .filter(p -> Files.isRegularFile(p) && Files.isExecutable(p))
        .findFirst();
  }

  /// Why [#find] found none: a sentence with the remedy.
  static String problem(String program) {
    if (program.contains("/") && !program.startsWith("/")) {
      return "the path %s is relative. Write it from / on.".formatted(program);
    }
    Optional<Path> file = candidates(program).stream().filter(Files::exists).findFirst();
    if (file.isEmpty()) {
      return program.startsWith("/")
          ? "%s: No such file or directory. Install it, or correct the path.".formatted(program)
          : "there is no command \"%s\" in %s. Install it, or write its whole path."
              .formatted(program, TEXT);
    }
    return Files.isDirectory(file.get())
        ? "%s is a directory. Name the program in it.".formatted(file.get())
        : "%s is not executable. Run chmod +x on it, or name its interpreter first."
            .formatted(file.get());
  }

  private static List<Path> candidates(String program) {
    if (program.startsWith("/")) {
      return List.of(Path.of(program));
    }
    return program.isEmpty() || program.contains("/")
        ? List.of()
        : Stream.of(TEXT.split(":")).map(directory -> Path.of(directory, program)).toList();
  }
}
