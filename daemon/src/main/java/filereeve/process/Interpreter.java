package filereeve.process;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Finds the arguments of a command that are code, not data: a shell's text, a script, a one-line
/// program. A placeholder there lets whoever names a file write commands.
///
/// The table has the interpreters of an ordinary host, also behind programs that start another one,
/// such as `env`; and wherever one is followed by its option for code. What a program of its own
/// does with an argument nobody can tell.
public final class Interpreter {
  /// @param program that executes it, without its directory
  public record Code(String program, String argument) {}

  /// How an interpreter's arguments are read. Without a `code` option, the first argument that is
  /// no option is code; all behind it is data.
  ///
  /// @param code options that are followed by code
  /// @param valued options that are followed by a value
  private record Syntax(Pattern names, Pattern code, Pattern valued) {
    Syntax(String names, String code, String valued) {
      this(Pattern.compile(names), Pattern.compile(code), Pattern.compile(valued));
    }
  }

  private static final String NONE = "(?!)";

  private static final List<Syntax> INTERPRETERS =
      List.of(
          new Syntax("r?bash|(da|z|k|mk|a|fi|c|tc)?sh", NONE, "[-+][a-zA-Z]*[oO]|--(rc|init-)file"),
          new Syntax("(python|pypy)[0-9.]*", "-[a-zA-Z]*[cm]", "-[WX]"),
          new Syntax(
              "(perl|ruby|node|nodejs|lua|luajit|php)[0-9.]*",
              "-[a-zA-Z0-9]*[eErRp]|--(eval|print)",
              "-[Id]"),
          new Syntax("(tclsh|wish|expect)[0-9.]*", "-c", NONE),
          new Syntax("gdb", "--?(e?x|command|eval-command)", "-[pc]"),
          new Syntax("[gmn]?awk|sed", "-[a-zA-Z]*[ef]|--(expression|file|source)", "-[vFl]"));

  /// These join their arguments to a text for a shell, of this host or another one.
  private static final Pattern JOINS_TO_CODE = Pattern.compile("ssh|rsh|watch|parallel");

  /// Options by which an interpreter that anybody starts is given code.
  private static final String CODE_OF_A_SHELL = "-[a-zA-Z]*c[a-zA-Z]*";

  /// These start the program that an argument names.
  private static final Pattern WRAPPER =
      Pattern.compile(
          "env|nice|ionice|chrt|taskset|prlimit|timeout|time|nohup|setsid|stdbuf|setpriv|sudo|doas"
              + "|su|runuser|chroot|nsenter|unshare|flock|script|systemd-run|systemd-inhibit"
              + "|gosu|chpst|s6-setuidgid|xargs|find|strace|ltrace|start-stop-daemon|sshpass|faketime"
              + "|busybox|docker|podman|kubectl|nerdctl|machinectl|lxc-attach");

  /// Options by which they hand a text to a shell, or split it as one does.
  private static final Pattern WRAPPERS_CODE =
      Pattern.compile("-[a-z]*[cS]|--(session-)?command|--split-string");

  private Interpreter() {}

  /// The first argument that is code and wanted.
  ///
  /// @param argv a program and its arguments
  public static Optional<Code> code(List<String> argv, Predicate<String> isWanted) {
    String first = name(argv.getFirst());
    boolean isWrapper = WRAPPER.matcher(first).matches();
    for (int i = 0; i < argv.size(); i++) {
      String program = name(argv.get(i));
      List<String> arguments = argv.subList(i + 1, argv.size());
      Optional<Syntax> syntax =
          INTERPRETERS.stream().filter(s -> s.names().matcher(program).matches()).findFirst();
      boolean isStarted = i == 0 || isWrapper;
      if (syntax.isPresent() && (isStarted || isGivenCode(syntax.get(), arguments))) {
        return code(syntax.get(), arguments, isWanted).map(text -> new Code(program, text));
      }
      if (isStarted && JOINS_TO_CODE.matcher(program).matches()) {
        return arguments.stream().filter(isWanted).map(text -> new Code(program, text)).findFirst();
      }
      if (i > 0
          && isWrapper
          && isWanted.test(argv.get(i))
          && isWrappersCode(argv.get(i - 1), argv.get(i))) {
        return Optional.of(new Code(first, argv.get(i)));
      }
    }
    return Optional.empty();
  }

  /// Whether a word that is called like an interpreter is one, whoever starts it.
  private static boolean isGivenCode(Syntax syntax, List<String> arguments) {
    return !arguments.isEmpty()
        && (arguments.getFirst().matches(CODE_OF_A_SHELL)
            || syntax.code().matcher(arguments.getFirst()).matches());
  }

  private static String name(String program) {
    return program.substring(program.lastIndexOf('/') + 1);
  }

  /// @param before the argument before it, or the same argument: `--command=TEXT`
  private static boolean isWrappersCode(String before, String argument) {
    return WRAPPERS_CODE.matcher(before).matches() || WRAPPERS_CODE.matcher(argument).lookingAt();
  }

  private static Optional<String> code(
      Syntax syntax, List<String> arguments, Predicate<String> isWanted) {
    boolean isCodeSeen = false;
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      boolean isOption = argument.matches("[-+](?s:.+)");
      if (isOption && syntax.valued().matcher(argument).matches()) {
        i++;
      } else if (isOption && syntax.code().matcher(argument).matches()) {
        isCodeSeen = true;
        i++;
        if (i < arguments.size() && isWanted.test(arguments.get(i))) {
          return Optional.of(arguments.get(i));
        }
      } else if (!isOption) {
        return isCodeSeen ? Optional.empty() : Optional.of(argument).filter(isWanted);
      } else if (isWanted.test(argument)) {
        return Optional.of(argument); // an option can be followed by its code without a blank
      }
    }
    return Optional.empty();
  }
}
