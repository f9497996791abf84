package filereeve.app;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Completion for zsh, with the descriptions of commands and options.
record ZshCompletion(CommandTree tree) {
  String text() {
    var out =
        new StringBuilder(
            """
            #compdef filereeve
            # zsh completion for filereeve; generated, do not edit.

            _filereeve() {
              local curcontext=$curcontext state line
              typeset -A opt_args
              local -a commands=(
            """);
    for (CommandSpec command : tree.commands()) {
      out.append("    ").append(quoted(command.name() + ":" + label(command))).append('\n');
    }
    out.append("  )\n  _arguments -C");
    arguments(tree.main(), "    ", out);
    out.append(" \\\n    '1: :->command' '*:: :->arguments'\n");
    out.append(
        """
          case $state in
            command) _describe -t commands command commands ;;
            arguments)
              curcontext=${curcontext%:*:*}:filereeve-$words[1]:
              case $words[1] in
        """);
    for (CommandSpec command : tree.commands()) {
      out.append("        ").append(command.name()).append(")\n          _arguments");
      arguments(command, "            ", out);
      out.append("\n          ;;\n");
    }
    return out.append(
            """
                  esac
                  ;;
              esac
            }

            _filereeve "$@"
            """)
        .toString();
  }

  private static String label(CommandSpec command) {
    return CommandTree.label(CommandTree.sentence(command));
  }

  private static void arguments(CommandSpec command, String indent, StringBuilder out) {
    CommandTree.options(command).stream()
        .flatMap(ZshCompletion::specifications)
        .forEach(each -> out.append(" \\\n").append(indent).append(quoted(each)));
  }

  /// One for each name of an option; each excludes the others.
  private static Stream<String> specifications(OptionSpec option) {
    String all = Stream.of(option.names()).collect(Collectors.joining(" ", "(", ")"));
    String label =
        CommandTree.label(CommandTree.sentence(option))
            .replace("\\", "\\\\")
            .replace("[", "\\[")
            .replace("]", "\\]");
    return Stream.of(option.names())
        .map(name -> all + name + joint(option, name) + "[" + label + "]" + value(option));
  }

  /// How the value stands behind the name: `-c FILE` or `-cFILE`, `--config FILE` or
  /// `--config=FILE`.
  private static String joint(OptionSpec option, String name) {
    if (!CommandTree.takesValue(option)) {
      return "";
    }
    return name.startsWith("--") ? "=" : "+";
  }

  private static String value(OptionSpec option) {
    if (!CommandTree.takesValue(option)) {
      return "";
    }
    return ":" + option.paramLabel() + ":" + (CommandTree.takesFile(option) ? "_files" : "");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
