package filereeve.app;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Completion for bash, without the package bash-completion.
record BashCompletion(CommandTree tree) {
  /// `--config=FILE` are three words to bash, since `=` is one of its word breaks.
  private static final String BEGIN =
      """
      # bash completion for filereeve; generated, do not edit.

      _filereeve() {
        local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
        local command='' commands='' options='' files='' values='' i
        if [[ $cur == '=' ]]; then
          cur=''
        elif [[ $prev == '=' && $COMP_CWORD -gt 1 ]]; then
          prev=${COMP_WORDS[COMP_CWORD - 2]}
        fi
        for ((i = 1; i < COMP_CWORD; i++)); do
          if [[ ${COMP_WORDS[i]} != -* ]]; then
            command=${COMP_WORDS[i]}
            break
          fi
        done
        case $command in
      """;

  private static final String END =
      """
        esac
        COMPREPLY=()
        if [[ " $files " == *" $prev "* ]]; then
          compopt -o filenames 2>/dev/null
          mapfile -t COMPREPLY < <(compgen -f -- "$cur")
        elif [[ " $values " == *" $prev "* ]]; then
          return 0
        elif [[ $cur == -* ]]; then
          mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
        else
          mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$cur")
        fi
      }

      complete -F _filereeve filereeve
      """;

  String text() {
    var out = new StringBuilder(BEGIN);
    String commands =
        tree.commands().stream().map(CommandSpec::name).collect(Collectors.joining(" "));
    out.append("    '')\n");
    set("commands", commands, out);
    branch(tree.main(), out);
    for (CommandSpec command : tree.commands()) {
      out.append("    ").append(command.name()).append(")\n");
      branch(command, out);
    }
    return out.append(END).toString();
  }

  private static void branch(CommandSpec command, StringBuilder out) {
    List<OptionSpec> options = CommandTree.options(command);
    set("options", names(options, _ -> true, o -> Stream.of(o.longestName())), out);
    set("files", names(options, CommandTree::takesFile, o -> Stream.of(o.names())), out);
    set("values", names(options, CommandTree::takesValue, o -> Stream.of(o.names())), out);
    out.append("      ;;\n");
  }

  private static String names(
      List<OptionSpec> options,
      Predicate<OptionSpec> which,
      Function<OptionSpec, Stream<String>> names) {
    return options.stream().filter(which).flatMap(names).collect(Collectors.joining(" "));
  }

  private static void set(String variable, String value, StringBuilder out) {
    if (!value.isEmpty()) {
      out.append("      %s='%s'\n".formatted(variable, value));
    }
  }
}
