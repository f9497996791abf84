package filereeve.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
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
