package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.app.StartConfiguration.Found;
import filereeve.config.ConfigCopy;
import filereeve.config.Loaded;
import filereeve.config.Loading;
import filereeve.config.PatientLoader;
import filereeve.files.Directory;
import filereeve.posix.LinuxPosix;
import filereeve.telemetry.Event;
import filereeve.testing.RecordingLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Without a configuration in the package's place the daemon starts, says so, and waits for one.
class MissingConfigurationTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String RULE =
      "rotate: {app: {files: [$ROOT/log/*.log], when: {size: 1 KiB}}}\n";

  @RegisterExtension private final RecordingLog log = new RecordingLog();
  @TempDir private Path root;
  private final Map<String, String> environment = new HashMap<>();
  private Path file = Path.of("");

  @BeforeEach
  void name() throws IOException {
    root = root.toRealPath();
    file = root.resolve("filereeve.yaml");
    environment.put("FILEREEVE__DAEMON__STATE_DIR", root.resolve("state").toString());
  }

  @Test
  void itStartsWithTheDefaultsAndOneWarningWithTheRemedy() throws Exception {
    log.expect(Event.CONFIG_MISSING);

    assertThat(start(true))
        .isInstanceOfSatisfying(
            Found.Start.class,
            start -> {
              assertThat(start.good().settings().rules()).isEmpty();
              assertThat(start.good().settings().daemon().workers()).isEqualTo(2);
              assertThat(start.good().settings().files()).containsExactly(file);
            });
    assertThat(log.lines())
        .singleElement()
        .extracting(l -> l.value("why"))
        .asString()
        .contains("filereeve init");
  }

  @Test
  void oneThatSomebodyHasNamedMustBeThere() throws Exception {
    log.expect(Event.START_REFUSED);

    assertThat(start(false)).isEqualTo(new Found.Refused(ExitCode.NO_INPUT));
  }

  @Test
  void aLinkThatLeadsNowhereIsAMistake() throws Exception {
    log.expect(Event.START_REFUSED);
    Files.createSymbolicLink(file, root.resolve("nosuch"));

    assertThat(start(true)).isEqualTo(new Found.Refused(ExitCode.NO_INPUT));
  }

  @Test
  void aBadOneIsStillRefused() throws Exception {
    log.expect(Event.START_REFUSED);
    Files.writeString(file, "version: 2\n");

    assertThat(start(true)).isEqualTo(new Found.Refused(ExitCode.CONFIGURATION));
  }

  @Test
  void aBadEnvironmentIsRefused() throws Exception {
    log.expect(Event.START_REFUSED);
    environment.put("FILEREEVE__DAEMON__WORKERS", "many");

    assertThat(start(true)).isEqualTo(new Found.Refused(ExitCode.CONFIGURATION));
  }

  /// What was in force when somebody removed it is more than nothing.
  @Test
  void theLastGoodOneIsPreferredIfItIsWanted() throws Exception {
    log.expect(Event.CONFIG_REFUSED, Event.STARTED_WITH_LAST_GOOD);
    environment.put("FILEREEVE__DAEMON__START_WITH", "last_good");
    keep("version: 1\n" + RULE.replace("$ROOT", root.toString()));

    assertThat(start(true))
        .isInstanceOfSatisfying(
            Found.Start.class, start -> assertThat(start.good().settings().rules()).hasSize(1));
    assertThat(log.lines(Event.CONFIG_MISSING)).isEmpty();
  }

  @Test
  void noneIsNotKeptAsTheLastGoodOne() throws Exception {
    environment.put("FILEREEVE__DAEMON__START_WITH", "last_good");
    Path state = Files.createDirectory(root.resolve("state"));
    var none = (Loaded.Good) loader().none(file);

    new LastGood(new LinuxPosix(), log).keep(none);

    assertThat(state).isEmptyDirectory();
  }

  @Test
  void oneThatAppearsIsPutInForceAtOnce() throws Exception {
    var daemon = VirtualDaemon.withoutConfiguration(root);
    Files.createDirectories(root.resolve("log"));
    daemon.start();
    daemon.time.pass(HOUR);
    assertThat(daemon.lines("ready", "rules=0")).hasSize(1);
    assertThat(daemon.lines("config-refused", "")).isEmpty();

    daemon.configure(RULE);
    daemon.time.pass(HOUR);
    daemon.stop();

    assertThat(daemon.lines("config-reloaded", "rules=1")).hasSize(1);
  }

  @Test
  void oneWithoutARuleIsPutInForceToo() throws Exception {
    var daemon = VirtualDaemon.withoutConfiguration(root);
    daemon.start();

    Files.writeString(file, "version: 1\n");
    daemon.time.pass(HOUR);
    daemon.stop();

    assertThat(daemon.lines("config-reloaded", "rules=0")).hasSize(1);
  }

  @Test
  void aReloadWithoutOneSaysSoAgain() throws Exception {
    var daemon = VirtualDaemon.withoutConfiguration(root);
    daemon.start();

    daemon.reload();
    daemon.time.pass(HOUR);
    daemon.stop();

    assertThat(daemon.lines("config-missing", "filereeve init")).hasSize(1);
  }

  @Test
  void oneThatIsRemovedStaysInForceAndIsMissed() throws Exception {
    var daemon = VirtualDaemon.withoutConfiguration(root);
    Files.createDirectories(root.resolve("log"));
    daemon.start();
    daemon.configure(RULE);
    daemon.time.pass(HOUR);

    Files.delete(file);
    daemon.time.pass(HOUR);
    daemon.stop();

    assertThat(daemon.lines("config-refused", "No such file")).hasSize(1);
    assertThat(daemon.lines("rules-removed", "")).isEmpty();
    assertThat(daemon.lines("config-missing", "")).isEmpty();
  }

  private Found start(boolean mayBeMissing) throws InterruptedException {
    return new StartConfiguration(file, mayBeMissing, loader(), new LinuxPosix(), log).find();
  }

  private PatientLoader loader() {
    return PatientLoader.of(Loading.loader(Kinds.ALL, environment));
  }

  private void keep(String text) throws IOException {
    Path state = Files.createDirectory(root.resolve("state"));
    var texts = new LinkedHashMap<Path, String>();
    texts.put(file, text);
    try (Directory directory = Directory.open(new LinuxPosix(), state)) {
      new ConfigCopy(texts, Optional.empty()).write(directory);
    }
  }
}
