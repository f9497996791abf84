package filereeve.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.telemetry.LogSettings.Format;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandardErrorTest {
  private static final String SOCKET = "socket:[4711]";
  private static final String PTS = "/dev/pts/3";

  @Test
  void theJournalIsKnownByItsSocket() {
    var environment = Map.of("JOURNAL_STREAM", "9:4711");
    assertThat(StandardError.of(environment, SOCKET, "9:4711").auto()).isEqualTo(Format.JOURNAL);
  }

  @Test
  void anInheritedJournalVariableMeansNothing() {
    var environment = Map.of("JOURNAL_STREAM", "9:4711", "INVOCATION_ID", "x");
    assertThat(StandardError.of(environment, "/var/log/x", "8:1").auto()).isEqualTo(Format.LOGFMT);
    assertThat(StandardError.of(environment, PTS, "9:4711").auto()).isEqualTo(Format.CONSOLE);
  }

  @Test
  void aTerminalIsColouredUnlessItShouldNot() {
    assertThat(StandardError.of(Map.of(), PTS, "8:1"))
        .isEqualTo(new StandardError(Format.CONSOLE, true));
    assertThat(StandardError.of(Map.of("NO_COLOR", ""), PTS, "8:1").colour()).isTrue();
    assertThat(StandardError.of(Map.of("NO_COLOR", "1"), PTS, "8:1").colour()).isFalse();
    assertThat(StandardError.of(Map.of("TERM", "dumb"), PTS, "8:1").colour()).isFalse();
  }

  @Test
  void aPipeAFileAndAClosedDescriptorGetLogfmt() {
    assertThat(StandardError.of(Map.of(), "pipe:[1]", "8:1").auto()).isEqualTo(Format.LOGFMT);
    assertThat(StandardError.of(Map.of(), "closed", "closed").auto()).isEqualTo(Format.LOGFMT);
  }

  @Test
  void thisProcessHasOneOfThem() {
    assertThat(StandardError.of(Map.of()).auto()).isIn(Format.CONSOLE, Format.LOGFMT);
  }
}
