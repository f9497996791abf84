package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Outcome;
import org.junit.jupiter.api.Test;

class RunTallyTest {
  private final RunTally tally = new RunTally();

  @Test
  void allThatFailedIsToldWithItsCause() {
    fail(1, "the disk is full. Free some space.");
    fail(2, "it is immutable (chattr). Remove that.");
    assertThat(tally.outcome(""))
        .isEqualTo(
            new Outcome.Retry(
                "cannot rotate /log1: the disk is full. Free some space. Also: cannot rotate /log2:"
                    + " it is immutable (chattr). Remove that."));
  }

  @Test
  void evenOfManyEachIsNamed() {
    for (int i = 0; i < 60; i++) {
      fail(i, "the disk is full.");
    }
    var retry = (Outcome.Retry) tally.outcome("");
    assertThat(retry.why())
        .startsWith("cannot rotate /log0: the disk is full. Also: cannot rotate /log1: the disk")
        .contains("cannot rotate /log20: the disk is full. Cannot rotate /log21, rotate /log22, ")
        .endsWith("rotate /log59, either.");
  }

  private void fail(int log, String cause) {
    String task = "rotate /log" + log;
    tally.add(task, new Outcome.Retry("cannot %s: %s".formatted(task, cause)));
  }
}
