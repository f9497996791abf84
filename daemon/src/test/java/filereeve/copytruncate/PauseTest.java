package filereeve.copytruncate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.process.OpenWriters;
import filereeve.process.ProcessId;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PauseTest {
  private static final int FIRST = 1_000_001;
  private static final int SECOND = 1_000_002;

  /// @param complete whether all processes could be inspected before
  record Case(String what, boolean complete, OpenWriters now, boolean pausedAll) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Case> cases() {
    int self = Math.toIntExact(ProcessHandle.current().pid());
    return Stream.of(
        new Case("the same writers", true, writers(true, FIRST, SECOND), true),
        new Case("one has ended", true, writers(true, FIRST), true),
        new Case("the daemon has it open, too", true, writers(true, FIRST, SECOND, self), true),
        new Case("one has come", true, writers(true, FIRST, SECOND, 1_000_003), false),
        new Case("others could not be seen before", false, writers(true, FIRST, SECOND), false),
        new Case("others cannot be seen now", true, writers(false, FIRST, SECOND), false));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void nothingIsLostForCertainOnlyIfAllThatCanWriteWerePaused(Case which) {
    Set<ProcessId> paused = Set.of(process(FIRST), process(SECOND));
    assertThat(Pause.pausedAll(paused, which.complete, which.now)).isEqualTo(which.pausedAll);
  }

  private static OpenWriters writers(boolean complete, int... processes) {
    List<OpenWriters.Writer> writers =
        IntStream.of(processes)
            .mapToObj(pid -> new OpenWriters.Writer(process(pid), "app", true))
            .toList();
    return new OpenWriters(writers, complete);
  }

  private static ProcessId process(int pid) {
    return new ProcessId(pid, 1);
  }
}
