package filereeve.kind.reload;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.RuleName;
import filereeve.telemetry.Event;
import filereeve.testing.RecordingLog;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What lasts is logged once, and once more when it comes back.
class ReloadLinesTest {
  private static final Path FILE = Path.of("/etc/app/app.conf");

  @RegisterExtension final RecordingLog log = new RecordingLog();
  private final ReloadLines lines = new ReloadLines(log, new RuleName("reload", "app"));

  private void reads(Path... gone) {
    lines.reading();
    List.of(gone).forEach(lines::gone);
    lines.read(Map.of());
  }

  @Test
  void aFileThatIsGoneIsLoggedOnceUntilItIsThere() {
    log.expect(Event.WATCH_FAILED);
    for (int times = 1; times <= 3; times++) {
      reads(FILE);
      lines.reading();
      lines.gone(FILE); // and the reading fails
      reads(FILE);
      assertThat(log.lines(Event.WATCH_FAILED)).hasSize(times);
      reads();
    }
  }

  @Test
  void aFileThatChangesWithEveryCheckIsLoggedOnceUntilACheckChangesNothing() {
    log.expect(Event.RELOAD_UNSTEADY);
    for (int times = 1; times <= 3; times++) {
      lines.unsteady(OwnChanges.Verdict.OWN, List.of(FILE));
      lines.unsteady(OwnChanges.Verdict.OWN, List.of(FILE));
      assertThat(log.lines(Event.RELOAD_UNSTEADY)).hasSize(times);
      lines.steady();
    }
  }
}
