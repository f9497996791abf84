package filereeve.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
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

  /// What runs its arguments as another user: they may be that user's own.
  private static final Pattern AS_ANOTHER_USER =
      Pattern.compile("runuser|su|sudo|doas|setpriv|gosu|chpst|s6-setuidgid|systemd-run");

  /// What executes all that is in the directories it is given.
  private static final Pattern RUNS_DIRECTORIES = Pattern.compile("run-parts");

  /// What separates words in a shell's text, or a value from its option.
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s;|&()<>\"'`${}=,:]+");

  /// As much as Linux reads of a `#!` line.
  private static final int LONGEST_FIRST_LINE = 256;

  private SearchPath() {}

  /// @param program a name or an absolute path
  static Optional<Path> find(String program) {
    return candidates(program).stream().filter(SearchPath::isProgram).findFirst();
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

  /// The files that a command executes, as far as its words show: its program, the script that an
  /// interpreter is given, every executable file that is named in its arguments, such as those of
  /// `env`, `timeout` or `sh -c`, the directories of `run-parts`, and the interpreters in the first
  /// lines of all these. What is not there is left out, and so are the arguments of a program that
  /// runs them as another user.
  public static List<Path> executed(List<String> argv) {
    if (argv.isEmpty()) {
      return List.of();
    }
    Optional<Path> program = find(argv.getFirst());
    var files = new LinkedHashSet<>(program.stream().toList());
    program.flatMap(file -> script(file, argv)).filter(Files::isRegularFile).ifPresent(files::add);
    if (program.filter(file -> isCalled(file, AS_ANOTHER_USER)).isEmpty()) {
      argv.stream().skip(1).flatMap(SearchPath::programs).forEach(files::add);
    }
    if (program.filter(file -> isCalled(file, RUNS_DIRECTORIES)).isPresent()) {
      argv.stream().skip(1).filter(a -> a.startsWith("/")).map(Path::of).forEach(files::add);
    }
    List.copyOf(files).stream()
        .flatMap(file -> programs(firstLine(file).replaceFirst("^#!", "")))
        .forEach(files::add);
    return List.copyOf(files);
  }

  private static boolean isCalled(Path program, Pattern name) {
    return name.matcher(program.getFileName().toString()).matches();
  }

  private static Stream<Path> programs(String text) {
    return BETWEEN_WORDS
        .splitAsStream(text)
        .filter(word -> word.startsWith("/") && word.indexOf('\0') < 0)
        .map(Path::of)
        .filter(SearchPath::isProgram);
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  /// Empty unless it names an interpreter.
  private static String firstLine(Path file) {
    try (InputStream content = Files.newInputStream(file)) {
      String head = new String(content.readNBytes(LONGEST_FIRST_LINE), ISO_8859_1);
      return head.startsWith("#!") ? head.lines().findFirst().orElse("") : "";
    } catch (IOException _) {
      return ""; // the program cannot be started either
    }
  }

  /// The first argument that is no option, unless an option is followed by the program's text.
  private static Optional<Path> script(Path interpreter, List<String> argv) {
    if (!isCalled(interpreter, INTERPRETER)) {
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
