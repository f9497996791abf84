package filereeve.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The program at work, so that it is known which classes it loads: help, a check, and a daemon
/// that is asked for its status, rotates, compresses with both codecs, reloads its configuration,
/// and stops.
///
/// @param launcher of the image
/// @param work an empty directory
record Training(Path launcher, Path work) {
  private static final String CONFIGURATION =
      """
      version: 1
      daemon:
        state_dir: %1$s/state
      rotate:
        size:
          files: ['%1$s/logs/*.log']
          when: {size: 1 KiB}
          keep: {files: 2, age: 7d}
          compress: {codec: zstd}
        time:
          files: ['%1$s/logs/*.txt']
          when: {schedule: {cron: "@daily"}, size: 1 KiB}
          keep: {files: 2}
          compress: {codec: gzip}
      """;

  /// @return lists of classes, as `-XX:DumpLoadedClassList` writes them
  List<Path> lists() throws IOException, InterruptedException {
    Path configuration = work.resolve("filereeve.yaml");
    Files.writeString(configuration, CONFIGURATION.formatted(work));
    var lists = new ArrayList<Path>();
    lists.add(once("help", "--help"));
    lists.add(once("check", "check", "--config", configuration.toString()));
    lists.addAll(daemon(configuration));
    return lists;
  }

  private Path once(String name, String... arguments) throws IOException, InterruptedException {
    Path list = work.resolve(name + ".classes");
    Program.outputOf(program(list, arguments));
    return list;
  }

  private List<Path> daemon(Path configuration) throws IOException, InterruptedException {
    Path logs = Files.createDirectory(work.resolve("logs"));
    Path list = work.resolve("run.classes");
    var lists = new ArrayList<>(List.of(list));
    Process daemon =
        program(list, "run", "--config", configuration.toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader output = daemon.inputReader(UTF_8)) {
      await(output, "event=ready");
      for (String command : List.of("status", "reload")) {
        lists.add(once(command, command, "--config", configuration.toString()));
      }
      Files.writeString(logs.resolve("a.log"), "a line\n".repeat(1000));
      await(output, "event=compressed");
      Files.writeString(logs.resolve("b.txt"), "a line\n".repeat(1000));
      await(output, "event=compressed");
      Files.writeString(
          configuration, CONFIGURATION.formatted(work).replace("files: 2", "files: 3"));
      await(output, "event=config-reloaded");
      daemon.toHandle().destroy(); // Process.destroy would close its output, too
      await(output, "event=stopped");
      daemon.waitFor();
    } finally {
      daemon.destroyForcibly();
    }
    return lists;
  }

  private ProcessBuilder program(Path list, String... arguments) {
    var command = new ArrayList<String>();
    command.add(launcher.toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().put("FILEREEVE_JAVA_OPTS", "-Xshare:off -XX:DumpLoadedClassList=" + list);
    return builder;
  }

  private static void await(BufferedReader output, String event) throws IOException {
    var said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      said.append(line).append('\n');
      if (line.contains(event)) {
        return;
      }
    }
    throw new IOException("the training ended before %s:%n%s".formatted(event, said));
  }
}
