package filereeve.app;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The commands and options that a user sees, for what is generated from them.
///
/// @param main the program
record CommandTree(CommandSpec main) {
  List<CommandSpec> commands() {
    return main.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(command -> !command.usageMessage().hidden())
        .toList();
  }

  /// Of a command or the program, `--help` and `--version` last.
  static List<OptionSpec> options(CommandSpec command) {
    return Stream.concat(own(command).stream(), visible(command).filter(CommandTree::isStandard))
        .toList();
  }

  /// What only this command has.
  static List<OptionSpec> own(CommandSpec command) {
    return visible(command).filter(option -> !isStandard(option)).toList();
  }

  private static Stream<OptionSpec> visible(CommandSpec command) {
    return command.options().stream().filter(option -> !option.hidden());
  }

  private static boolean isStandard(OptionSpec option) {
    return option.usageHelp() || option.versionHelp();
  }

  static boolean takesValue(OptionSpec option) {
    return option.arity().max() > 0;
  }

  static boolean takesFile(ArgSpec argument) {
    return List.of(argument.typeInfo().getAuxiliaryTypes()).contains(Path.class);
  }

  static String sentence(CommandSpec command) {
    return String.join(" ", command.usageMessage().description());
  }

  static String sentence(ArgSpec argument) {
    return String.join(" ", argument.description());
  }

  /// As a label beside a name: without its full stop.
  static String label(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
