package filereeve.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A directory for one proof, removed afterwards, with a configuration in it.
record Scratch(Path root) implements AutoCloseable {
  static Scratch make(String name) throws IOException {
    return make(Path.of(System.getProperty("java.io.tmpdir")), name);
  }

  /// @param place the directory that it is made in
  static Scratch make(Path place, String name) throws IOException {
    Path root = Files.createTempDirectory(place, "filereeve-" + name + "-").toRealPath();
    Files.createDirectory(root.resolve("log"));
    return new Scratch(root);
  }

  Path log(String name) {
    return root.resolve("log").resolve(name);
  }

  Path configuration() {
    return root.resolve("filereeve.yaml");
  }

  /// @param rules the sections after `daemon`; `$ROOT` is this directory
  void configure(String rules) throws IOException {
    String text = "version: 1\ndaemon: {state_dir: $ROOT/state, log: {format: logfmt}}\n" + rules;
    Files.writeString(configuration(), text.replace("$ROOT", root.toString()));
    Files.writeString(root.resolve("writer.pid"), ProcessHandle.current().pid() + "\n");
  }

  @Override
  public void close() throws IOException {
    try (var files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
