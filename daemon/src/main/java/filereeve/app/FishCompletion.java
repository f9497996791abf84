package filereeve.app;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Completion for fish, with the descriptions of commands and options.
record FishCompletion(CommandTree tree) {
  private static final String NO_COMMAND = "__fish_use_subcommand";

  String text() {
    var out = new StringBuilder("# fish completion for filereeve; generated, do not edit.\n\n");
    out.append("complete -c filereeve -f\n");
    for (CommandSpec command : tree.commands()) {
      line(
          NO_COMMAND,
          "-a " + command.name(),
          CommandTree.label(CommandTree.sentence(command)),
          out);
    }
    options(tree.main(), NO_COMMAND, out);
    for (CommandSpec command : tree.commands()) {
      options(command, "__fish_seen_subcommand_from " + command.name(), out);
    }
    return out.toString();
  }

  private static void options(CommandSpec command, String condition, StringBuilder out) {
    for (OptionSpec option : CommandTree.options(command)) {
      String names =
          Stream.of(option.names())
              .map(
                  name ->
                      name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1))
              .collect(Collectors.joining(" "));
      line(condition, names + value(option), CommandTree.label(CommandTree.sentence(option)), out);
    }
  }

  private static String value(OptionSpec option) {
    if (!CommandTree.takesValue(option)) {
      return "";
    }
    return CommandTree.takesFile(option) ? " -r -F" : " -x";
  }

  private static void line(String condition, String what, String label, StringBuilder out) {
    out.append(
        "complete -c filereeve -n %s %s -d %s\n".formatted(quoted(condition), what, quoted(label)));
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
