package filereeve.app;

import filereeve.config.Language;
import filereeve.schema.JsonSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `filereeve schema`.
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description = "Prints the JSON Schema of the configuration, for editors.")
final class SchemaCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    System.out.print(JsonSchema.text(new Language(Kinds.ALL).root()));
    return ExitCode.FINE.number();
  }
}
