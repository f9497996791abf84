package filereeve.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/// The directory of the demo: a service's log and configuration, and the configuration of a daemon
/// that manages both.
final class ScratchTree {
  private final Path root;

  private ScratchTree(Path root) {
    this.root = root;
  }

  static ScratchTree create() throws IOException {
    var tree = new ScratchTree(Files.createTempDirectory("filereeve-demo-").toRealPath());
    Files.createDirectory(tree.root.resolve("log"));
    Files.createDirectory(tree.root.resolve("service"));
    tree.write("writer.pid", ProcessHandle.current().pid() + "\n");
    tree.editService("workers = 4\n");
    tree.writeScript("service/check", CHECK);
    tree.writeScript("service/apply", "cat \"$1\" >> \"$2\"\n");
    tree.write("filereeve.yaml", CONFIGURATION.replace("$ROOT", tree.root.toString()));
    return tree;
  }

  private static final String CHECK =
      """
      grep -qxE 'workers = [0-9]+' "$1" ||
        { echo "$1: workers must be a number" >&2; exit 1; }
      """;

  private static final String CONFIGURATION =
      """
      version: 1
      daemon:
        state_dir: $ROOT/state
        log: {format: logfmt}
      rotate:
        demo-log:
          files: [$ROOT/log/app.log]
          when: {size: 1 MiB}
          after: {signal: HUP, pidfile: $ROOT/writer.pid}
          compress: {codec: zstd}
      reload:
        demo-service:
          watch: [$ROOT/service/service.conf]
          debounce: {quiet: 500ms, max_wait: 2s}
          check: [$ROOT/service/check, $ROOT/service/service.conf]
          apply: {run: [$ROOT/service/apply, $ROOT/service/service.conf, $ROOT/service/applied]}
      """;

  Path root() {
    return root;
  }

  Path log() {
    return root.resolve("log/app.log");
  }

  Path configuration() {
    return root.resolve("filereeve.yaml");
  }

  /// Saves the service's configuration as an editor does: writes a file beside it and renames that
  /// over it.
  void editService(String content) throws IOException {
    Path edited = Files.writeString(root.resolve("service/.service.conf.new"), content);
    Files.move(
        edited, root.resolve("service/service.conf"), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  void remove() throws IOException {
    try (var files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(root.resolve(name), content);
  }

  private void writeScript(String name, String body) throws IOException {
    write(name, "#!/bin/sh\n" + body);
    Files.setPosixFilePermissions(root.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
