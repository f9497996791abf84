package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.config.Loaded;
import filereeve.config.Loading;
import filereeve.config.PatientLoader;
import filereeve.control.Answer;
import filereeve.control.ControlRequest;
import filereeve.control.ControlServer.Client;
import filereeve.event.RuleName;
import filereeve.testing.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may have what done over the control socket.
class ControlAnswersTest extends OneEngine {
  private static final Client ROOT = new Client(0, true, () -> false);
  private static final Client OPERATOR = new Client(1000, false, () -> false);

  private final AtomicInteger reloads = new AtomicInteger();
  private ControlAnswers answers;

  @BeforeEach
  void connect() throws Exception {
    Path file = directory.resolve("filereeve.yaml");
    Files.writeString(
        file, "version: 1\nrotate: {app: {files: [/srv/*.log], when: {size: 1 MiB}}}\n");
    PatientLoader loader = PatientLoader.of(Loading.loader(Kinds.ALL, Map.of()));
    var good = (Loaded.Good) loader.load(file);
    var configuration = new ConfigurationHandler(file, loader, log, good, (_, _) -> {});
    var status =
        new StatusReport(
            engine.engine(),
            configuration::inForce,
            configuration::refused,
            good.settings(),
            file,
            new TestClock("2026-12-01T00:00:00Z"));
    answers =
        new ControlAnswers(engine.engine(), configuration, status, reloads::incrementAndGet, log);
    engine.start(VirtualEngine.rotate("app"));
    engine.time.pass(Duration.ofSeconds(1));
  }

  private Answer ask(String command, Client client) throws InterruptedException {
    return answers.answer(
        new ControlRequest(command, Map.of("rule", "rotate.app", "wait", false)), client);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reload", "run-now"})
  void whoMayAskOnlyHasNothingDone(String command) throws Exception {
    int runs = engine.starts("rotate.app").size();

    Answer answer = ask(command, OPERATOR);
    engine.time.pass(Duration.ofSeconds(10));

    assertThat(answer)
        .isEqualTo(
            new Answer.Refusal(
                77,
                "cannot %s: only root and the user of the daemon may. Use sudo.".formatted(command),
                List.of()));
    assertThat(reloads).hasValue(0);
    assertThat(engine.starts("rotate.app")).hasSize(runs);
    assertThat(log.lines()).extracting(line -> line.event().key()).doesNotContain("asked");
  }

  @Test
  void whoMayAskIsAnswered() throws Exception {
    assertThat(ask("status", OPERATOR)).isInstanceOf(Answer.Result.class);
  }

  @Test
  void whatIsDoneIsLoggedWithTheUserWhoAsked() throws Exception {
    int runs = engine.starts("rotate.app").size();

    assertThat(ask("run-now", ROOT)).isEqualTo(new Answer.Result(Map.of("rule", "rotate.app")));
    engine.time.pass(Duration.ofSeconds(10));

    assertThat(engine.starts("rotate.app")).hasSize(runs + 1);
    assertThat(log.lines())
        .filteredOn(line -> line.event().key().equals("asked"))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.value("command")).contains("run-now");
              assertThat(line.value("rule")).contains(new RuleName("rotate", "app").toString());
              assertThat(line.value("user")).contains("0");
            });
  }

  @Test
  void whoHasGoneIsNotWaitedFor() throws Exception {
    var gone = new Client(0, true, () -> true);

    assertThat(
            answers.answer(
                new ControlRequest("run-now", Map.of("rule", "rotate.app", "wait", true)), gone))
        .isInstanceOf(Answer.Refusal.class);
  }

  @ParameterizedTest
  @CsvSource({"rule, 5", "wait, yes"})
  void anArgumentOfAnotherTypeIsWrongUsage(String name, String value) throws Exception {
    Object wrong = name.equals("rule") ? Long.valueOf(value) : value;
    assertThat(answers.answer(new ControlRequest("status", Map.of(name, wrong)), ROOT))
        .isInstanceOfSatisfying(
            Answer.Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(64));
  }

  @Test
  void anUnknownCommandIsWrongUsage() throws Exception {
    assertThat(ask("explode", ROOT))
        .isInstanceOfSatisfying(
            Answer.Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(64));
  }
}
