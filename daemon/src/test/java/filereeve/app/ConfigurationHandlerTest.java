package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.config.ConfigLoader;
import filereeve.config.Loaded;
import filereeve.config.PatientLoader;
import filereeve.config.SilentFilesystem;
import filereeve.dispatch.Run;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.RunKey;
import filereeve.event.Subject;
import filereeve.files.PathTrust;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.posix.Writers;
import filereeve.route.Claims;
import filereeve.telemetry.Event;
import filereeve.testing.BetweenCalls;
import filereeve.testing.RecordingLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationHandlerTest {
  @RegisterExtension final RecordingLog log = new RecordingLog();
  @TempDir Path directory;

  @Test
  void anIncludeThatDoesNotAnswerIsReportedAndReadOnceItDoes() throws Exception {
    log.expect(Event.CONFIG_REFUSED);
    Path main = Files.writeString(directory.resolve("fr.yaml"), "version: 1\ninclude: [a.yaml]\n");
    Path include = Files.writeString(directory.resolve("a.yaml"), "daemon: {workers: 3}\n");
    var silent = new SilentFilesystem(include);
    var plain = new ConfigLoader(Kinds.ALL, Map.of(), new LinuxPosix(), silent);
    silent.answers();
    var good = (Loaded.Good) plain.load(main);
    silent.hangs();
    var handler =
        new ConfigurationHandler(
            main, PatientLoader.of(plain, Duration.ofMillis(100)), log, good, (_, _) -> {});

    assertThat(handler.handle(run(Cause.CHANGE)))
        .isInstanceOfSatisfying(
            Outcome.Deferred.class, deferred -> assertThat(deferred.why()).contains(include + ""));
    assertThat(handler.handle(run(Cause.RETRY))).isInstanceOf(Outcome.Deferred.class);
    assertThat(log.lines(Event.CONFIG_REFUSED)).hasSize(1);
    assertThat(handler.handle(run(Cause.OPERATOR))).isInstanceOf(Outcome.Deferred.class);
    assertThat(log.lines(Event.CONFIG_REFUSED)).as("somebody asked").hasSize(2);
    silent.answers();
    Outcome outcome = handler.handle(run(Cause.RETRY));
    while (outcome instanceof Outcome.Deferred) {
      outcome = handler.handle(run(Cause.RETRY));
    }
    assertThat(outcome).isInstanceOf(Outcome.Skipped.class);
    assertThat(log.lines(Event.RECOVERED)).hasSize(1);
  }

  /// 500 ms each: an upload that hangs is logged after five seconds, each time.
  @Test
  void aFileThatSomebodyWritesIsLoggedAfterTenTriesEachTimeThatItHappens() throws Exception {
    log.expect(Event.CONFIG_WAITING);
    Path main = Files.writeString(directory.resolve("fr.yaml"), "version: 1\n");
    var written = new AtomicBoolean();
    Posix posix =
        BetweenCalls.of(
            new LinuxPosix(),
            (name, arguments, call) ->
                !name.equals("writers")
                    ? call.make()
                    : written.get() ? Writers.SOME : Writers.NONE);
    var plain = new ConfigLoader(Kinds.ALL, Map.of(), posix, new PathTrust(posix));
    var good = (Loaded.Good) plain.load(main);
    var handler = new ConfigurationHandler(main, PatientLoader.of(plain), log, good, (_, _) -> {});

    for (int times = 1; times <= 3; times++) {
      written.set(true);
      for (int tries = 1; tries <= 30; tries++) {
        assertThat(handler.handle(run(Cause.RETRY)))
            .isEqualTo(
                new Outcome.Deferred(
                    Duration.ofMillis(500), "a program has " + main + " open for writing"));
        assertThat(log.lines(Event.CONFIG_WAITING)).hasSize(tries < 10 ? times - 1 : times);
      }
      written.set(false);
      assertThat(handler.handle(run(Cause.RETRY))).isInstanceOf(Outcome.Skipped.class);
    }
  }

  private static Run run(Cause cause) {
    var key = new RunKey(ConfigurationHandler.NAME, new Subject.Whole());
    return new Run(key, Set.of(cause), 1, Claims.NONE, () -> {});
  }
}
