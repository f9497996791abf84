package filereeve.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A program that has to succeed.
final class Program {
  private Program() {}

  /// Runs it, and returns what it printed.
  ///
  /// @throws IOException if it cannot be started, or fails; with what it printed
  static String run(List<String> command) throws IOException, InterruptedException {
    return outputOf(new ProcessBuilder(command));
  }

  /// Runs the Java of an image, as the daemon is run.
  static void java(Path image, String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(image.resolve("runtime/bin/java").toString());
    command.add("@" + image.resolve("java.options"));
    command.add("-cp");
    command.add(image.resolve("filereeve.jar").toString());
    command.addAll(List.of(arguments));
    run(command);
  }

  static String outputOf(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException(
          "%s failed with exit status %d:%n%s".formatted(builder.command(), status, output));
    }
    return output;
  }
}
