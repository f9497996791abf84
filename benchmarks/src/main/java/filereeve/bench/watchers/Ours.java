package filereeve.bench.watchers;

import filereeve.app.ReportingDaemon;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Filereeve, in a process of its own with the daemon's flags. To report files it is
/// [ReportingDaemon]; to rest it is the whole daemon with a rotate rule for every file.
final class Ours {
  private Ours() {}

  static Contestant normal() {
    return named("filereeve", "100000", "0s", Set.of());
  }

  /// The queue's limit at its smallest, and the pause of a rotate rule, so that the queue is full
  /// after 100 files and everything is found by looking.
  static Contestant smallest() {
    return named("filereeve, queue 100", "100", "1s", Set.of("start", "change", "append"));
  }

  private static Contestant named(
      String name, String queueLimit, String debounce, Set<String> notFor) {
    return new Contestant(
        name,
        "true",
        notFor,
        (purpose, tree, place, reported) ->
            switch (purpose) {
              case NOTIFY -> reporting(tree, place, queueLimit, debounce, reported);
              case REST -> daemon(tree, place, reported);
            });
  }

  private static Watching reporting(
      Path tree, Path place, String queueLimit, String debounce, ReportedFiles reported)
      throws IOException, InterruptedException {
    Path state = Files.createDirectory(place.resolve("state"));
    var watching =
        new Watching(
            java(
                ReportingDaemon.class.getName(),
                tree.toString(),
                state.toString(),
                queueLimit,
                debounce,
                "auto"),
            reported);
    watching.awaitLine("^READY");
    return watching;
  }

  private static Watching daemon(Path tree, Path place, ReportedFiles reported)
      throws IOException, InterruptedException {
    Path configuration = place.resolve("filereeve.yaml");
    Files.writeString(
        configuration,
        """
        version: 1
        daemon: {state_dir: %s/state, log: {format: logfmt}}
        rotate:
          all:
            files: ["%s/**/*.log"]
            when: {size: 1 TiB}
        """
            .formatted(place, tree));
    var watching =
        new Watching(
            java("filereeve.app.Main", "run", "--config", configuration.toString()), reported);
    watching.awaitLine("event=ready");
    return watching;
  }

  /// This program's own Java, with its options: those of the daemon.
  static ProcessBuilder java(String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("FILEREEVE_"));
    builder.environment().remove("NOTIFY_SOCKET");
    return builder;
  }
}
