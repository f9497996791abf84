package filereeve.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.demo.DaemonProcess;
import filereeve.schema.Json;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The commands that ask a running daemon.
@Tag("slow")
class ControlTest extends RealDaemon {
  /// @param status the exit status
  private record Asked(int status, String out, String err) {}

  private Asked ask(String command, String... arguments) throws Exception {
    var line = new ArrayList<String>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    line.add(command);
    line.addAll(List.of(arguments));
    if (!line.contains("--socket")) {
      line.addAll(List.of("--config", root.resolve("filereeve.yaml").toString()));
    }
    Path errors = root.resolve("errors");
    var builder = new ProcessBuilder(line).redirectError(errors.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("FILEREEVE_"));
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Asked(process.waitFor(), out, Files.readString(errors));
  }

  @Test
  void statusSaysWhatTheDaemonDoesAndWhetherARuleFails() throws Exception {
    configure(ROTATE);
    try (DaemonProcess daemon = startReady()) {
      grow(root.resolve("log/app.log"), 11);
      assertThat(daemon.await("compressed", 1, SOON)).as(() -> "compressed: " + lines).isTrue();

      Asked all = ask("status");
      assertThat(all.out).contains(": 1 rule\n").containsPattern("rotate.app +watching +done ");
      assertThat(all.status).isZero();
      Map<String, Object> json = Json.read(ask("status", "--json").out);
      assertThat(json).containsEntry("failing", List.of()).containsKeys("memory", "watches");
      assertThat(ask("status", "rotate.app").out).contains("last success:");
      Asked unknown = ask("status", "rotate.ap");
      assertThat(unknown.err)
          .contains("there is no rule \"rotate.ap\"; did you mean `rotate.app`?");
      assertThat(unknown.status).isEqualTo(64);

      configure(ROTATE.replace("when:", "missing: error\n    when:").replace("/log/", "/nolog/"));
      assertThat(ask("reload").status).isZero();
      assertThat(daemon.await("failed", 1, SOON)).as(() -> "failed: " + lines).isTrue();
      Asked failing = ask("status");
      assertThat(failing.out).contains("1 failing").contains("  cannot find a log of rotate.app");
      assertThat(failing.status).isEqualTo(1);
    }
  }

  @Test
  void reloadReturnsWhenTheNewConfigurationIsInForceOrSaysWhyNot() throws Exception {
    configure(ROTATE, ", reload_on_change: false");
    try (DaemonProcess daemon = startReady()) {
      Asked same = ask("reload");
      assertThat(same.out).isEqualTo("Nothing has changed: 1 rule is in force.\n");

      configure(
          ROTATE
              + ROTATE
                  .replace("rotate:\n", "")
                  .replace("app:", "other:")
                  .replace("/log/", "/other/"),
          ", workers: 3");
      Asked good = ask("reload");
      assertThat(good.out)
          .isEqualTo(
              """
              Reloaded: 2 rules are in force.
              In force after a restart: daemon.workers. Run: systemctl restart filereeve
              """);
      assertThat(good.status).isZero();
      assertThat(daemon.count("config-reloaded")).isEqualTo(1);

      configure(ROTATE.replace("10 KiB", "10 Kib").replace("create", "creat"));
      Asked bad = ask("reload");
      assertThat(bad.err)
          .contains("10 Kib")
          .contains("did you mean `create`?")
          .endsWith("filereeve: the configuration is bad, and the one before stays in force.\n");
      assertThat(bad.status).isEqualTo(78);
      assertThat(ask("status").out).contains("refused since:").contains("rotate.other");
    }
  }

  @Test
  void runNowRunsARuleAsItsScheduleWould() throws Exception {
    configure(ROTATE);
    Files.writeString(root.resolve("log/app.log"), "not due\n");
    try (DaemonProcess daemon = startReady()) {
      Asked waited = ask("run-now", "rotate.app", "--wait");
      assertThat(waited.out).startsWith("rotate.app: done (run ");
      assertThat(waited.status).isZero();
      assertThat(daemon.count("rotated")).isEqualTo(1);

      Asked nothing = ask("run-now", "rotate.app", "--wait");
      assertThat(nothing.out).contains("rotate.app: skipped (run ").contains("nothing is due");
      Asked begun = ask("run-now", "rotate.app");
      assertThat(begun.out).contains("rotate.app runs as soon as it can.");
      assertThat(daemon.await("asked", 3, SOON)).isTrue();
    }
  }

  @Test
  void theSocketIsFoundWhateverTheConfigurationSaysNow() throws Exception {
    configure(ROTATE, ", control: {socket: $ROOT/other.sock}");
    try (DaemonProcess daemon = startReady()) {
      assertThat(ask("status").status).isZero();
      configure(ROTATE, ", control: {socket: $ROOT/third.sock}");
      assertThat(ask("reload").out).contains("In force after a restart: daemon.control.");
      configure("rotate: {app: {fils: [/x]}}\n", ", control: {socket: $ROOT/other.sock}");

      Asked bad = ask("reload");
      assertThat(bad.err).contains("did you mean `files`?");
      assertThat(bad.status).isEqualTo(78);
      daemon.stop(STOP);
    }
    assertThat(root.resolve("state/control.sock")).doesNotExist();
    assertThat(root.resolve("other.sock")).doesNotExist();
  }

  @Test
  void aMissingConfigurationIs66() throws Exception {
    configure(ROTATE);
    Path file = root.resolve("filereeve.yaml");
    try (DaemonProcess _ = startReady()) {
      Files.move(file, root.resolve("away"));

      assertThat(ask("reload", "--socket", root.resolve("state/control.sock").toString()).status)
          .isEqualTo(66);
    }
  }

  @Test
  void withoutADaemonTheStatusIs69() throws Exception {
    configure(ROTATE);

    for (String command : List.of("status", "reload")) {
      Asked asked = ask(command);
      assertThat(asked.err)
          .startsWith("filereeve: the daemon does not run: nobody listens on " + root + "/state")
          .contains("systemctl start filereeve");
      assertThat(asked.status).isEqualTo(69);
    }
  }

  @Test
  void aDaemonThatWasKilledIsFollowedByOneThatAnswers() throws Exception {
    configure(ROTATE);
    try (DaemonProcess daemon = startReady()) {
      daemon.kill();
    }
    assertThat(root.resolve("state/control.sock")).exists();
    assertThat(ask("status").status).isEqualTo(69);

    try (DaemonProcess _ = startReady()) {
      assertThat(ask("status").status).isZero();
    }
  }
}
