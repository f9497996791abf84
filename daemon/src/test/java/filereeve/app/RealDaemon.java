package filereeve.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.demo.DaemonProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A daemon as a process of its own, with its configuration and a log.
abstract class RealDaemon {
  static final Duration SOON = Duration.ofSeconds(20);
  static final Duration STOP = Duration.ofSeconds(5);
  static final String ROTATE =
      """
      rotate:
        app:
          files: [$ROOT/log/*.log]
          when: {size: 10 KiB}
          create: {}
          compress: {codec: gzip}
      """;
  @TempDir Path root;
  final List<String> lines = new CopyOnWriteArrayList<>();

  @BeforeEach
  void makeTheTree() throws IOException {
    root = root.toRealPath();
    Files.createDirectory(root.resolve("log"));
  }

  DaemonProcess start() throws IOException {
    return DaemonProcess.start(root.resolve("filereeve.yaml"), lines::add);
  }

  DaemonProcess startReady() throws Exception {
    DaemonProcess daemon = start();
    assertThat(daemon.await("ready", 1, SOON)).as(() -> "ready: " + lines).isTrue();
    return daemon;
  }

  void configure(String rules) throws IOException {
    configure(rules, "");
  }

  void configure(String rules, String daemon) throws IOException {
    String text = "version: 1\ndaemon: {state_dir: $ROOT/state%s}\n".formatted(daemon) + rules;
    Files.writeString(root.resolve("filereeve.yaml"), text.replace("$ROOT", root.toString()));
  }

  static void grow(Path log, int kibibytes) throws IOException {
    byte[] content = ("x".repeat(1023) + "\n").repeat(kibibytes).getBytes(US_ASCII);
    Files.write(log, content, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
