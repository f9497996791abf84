package filereeve.app;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// How a command and its options are described. Picocli's annotations would say the same; to read
/// them takes longer than all else that a short command does.
final class Cli {
  /// Picocli has one, which it calls by reflection.
  private static final ITypeConverter<Path> PATH = Path::of;

  /// Picocli's own searches all jars for classes of Groovy.
  static final IFactory FACTORY =
      new IFactory() {
        @Override
        public <K> K create(Class<K> type) {
          throw new IllegalStateException("all parts of commands are given: " + type);
        }
      };

  private Cli() {}

  /// @param description a sentence
  static CommandSpec command(
      String name, String description, Callable<ExitCode> body, OptionSpec... options) {
    Callable<Integer> number = () -> body.call().number();
    CommandSpec command = CommandSpec.wrapWithoutInspection(number, FACTORY).name(name);
    command.usageMessage().description(description);
    Stream.of(options).forEach(command::addOption);
    return command
        .versionProvider(new Version())
        .addOption(flag("Show this help message and exit.", "-h", "--help").usageHelp(true).build())
        .addOption(
            flag("Print version information and exit.", "-V", "--version")
                .versionHelp(true)
                .build());
  }

  static OptionSpec flag(String name, String description) {
    return flag(description, new String[] {name}).build();
  }

  private static OptionSpec.Builder flag(String description, String... names) {
    return OptionSpec.builder(names).type(boolean.class).arity("0").description(description);
  }

  static boolean isGiven(OptionSpec flag) {
    return Boolean.TRUE.equals(flag.getValue()); // in a group, it has no value before
  }

  /// @param label of its value
  /// @param type of its value
  static OptionSpec.Builder option(
      String label, Class<?> type, String description, String... names) {
    return OptionSpec.builder(names).paramLabel(label).type(type).description(description);
  }

  /// One that names a file or directory.
  static OptionSpec file(String description, String... names) {
    return option("FILE", Path.class, description, names).converters(PATH).build();
  }

  /// A file or directory that must be named.
  static PositionalParamSpec path(int index, String label, String description) {
    return PositionalParamSpec.builder()
        .index(Integer.toString(index))
        .paramLabel(label)
        .type(Path.class)
        .converters(PATH)
        .description(description)
        .build();
  }

  /// The name of a rule.
  static PositionalParamSpec rule(String description, boolean required) {
    return PositionalParamSpec.builder()
        .index("0")
        .paramLabel("RULE")
        .type(String.class)
        .arity(required ? "1" : "0..1")
        .description(description)
        .build();
  }

  /// @param argument one that must be given, or has a default
  static <T> T value(ArgSpec argument, Class<T> type) {
    return type.cast(Objects.requireNonNull(argument.getValue(), argument.paramLabel()));
  }
}
