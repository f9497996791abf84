package filereeve.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where a command without a slash is searched: the same directories on every host, whatever the
/// daemon was started with.
public final class SearchPath {
  static final String TEXT = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final Pattern INTERPRETER =
      Pattern.compile("(ba|da|z|k)?sh|env|nice|ionice|(python|perl|ruby|node|lua|php)[0-9.]*");

  private SearchPath() {}

  /// @param program a name or an absolute path
  static Optional<Path> find(String program) {
    return candidates(program).stream()
        .filter(p -> Files.isRegularFile(p) && Files.isExecutable(p))
        .findFirst();
  }

  /// Why a command cannot be started: a sentence with the remedy; empty if its program is there,
  /// and the script that it is given.
  public static Optional<String> missing(List<String> argv) {
    Optional<Path> program = find(argv.getFirst());
    if (program.isEmpty()) {
      return Optional.of(problem(argv.getFirst()));
    }
    return script(program.get(), argv)
        .filter(Files::notExists)
        .map(script -> problem(script.toString()));
  }

  /// The files that a command executes: its program, and the script that an interpreter is given.
  /// What is not there is left out.
  public static List<Path> executed(List<String> argv) {
    if (argv.isEmpty()) {
      return List.of();
    }
    Optional<Path> program = find(argv.getFirst());
    Optional<Path> script =
        program.flatMap(file -> script(file, argv)).filter(Files::isRegularFile);
    return Stream.concat(program.stream(), script.stream()).toList();
  }

  /// The first argument that is no option, unless an option is followed by the program's text.
  private static Optional<Path> script(Path interpreter, List<String> argv) {
    if (!INTERPRETER.matcher(interpreter.getFileName().toString()).matches()) {
      return Optional.empty();
    }
    String text = interpreter.toString().endsWith("sh") ? "-[a-z]*c[a-z]*" : "-[ce]";
    return argv.stream()
        .skip(1)
        .takeWhile(argument -> !argument.matches(text))
        .filter(argument -> !argument.startsWith("-"))
        .findFirst()
        .filter(argument -> argument.startsWith("/"))
        .map(Path::of);
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
