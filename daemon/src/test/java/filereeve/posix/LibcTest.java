package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What becomes of a call that fails: the one place that every system call goes through.
class LibcTest {
  private final Libc libc = new Libc();

  @Test
  void aCallThatASignalInterruptsIsMadeAgain() throws Exception {
    var answers = new Answers(Errno.EINTR, Errno.EINTR);

    assertThat(libc.call("fsync", "a file", answers::next)).isEqualTo(7);
    assertThat(answers.calls).isEqualTo(3);
  }

  @Test
  void anyOtherFailureIsReportedWithItsNumber() {
    var answers = new Answers(Errno.EINTR, Errno.EDQUOT);

    assertThatThrownBy(() -> libc.call("write", "/var/log/app.log", answers::next))
        .isInstanceOfSatisfying(
            PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EDQUOT))
        .hasMessage("write /var/log/app.log: Disk quota exceeded");
    assertThat(answers.calls).isEqualTo(2);
  }

  /// Linux has closed the file then: its number may be another thread's by now. And a cut that is
  /// made twice takes lines that nobody has copied.
  @Test
  void whatMustNotHappenTwiceIsNotRepeated() {
    var answers = new Answers(Errno.EINTR);

    assertThatThrownBy(() -> libc.callOnce("collapse", "a file", answers::next))
        .isInstanceOfSatisfying(
            PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINTR));
    assertThat(answers.calls).isEqualTo(1);
  }

  @Test
  void anErrorThatIsAnAnswerIsNoFailure() throws Exception {
    var answers = new Answers(Errno.EINTR, Errno.ENOENT);

    assertThat(libc.callOr(Errno.ENOENT, "stat", "a file", answers::next)).isEqualTo(-1);
    assertThat(answers.calls).isEqualTo(2);
  }

  /// A function that fails for these reasons, one after the other, and then returns 7.
  private static final class Answers {
    private final Deque<Errno> failures;
    private int calls;

    Answers(Errno... failures) {
      this.failures = new ArrayDeque<>(List.of(failures));
    }

    long next(MemorySegment errno) {
      calls++;
      if (failures.isEmpty()) {
        return 7;
      }
      errno.set(JAVA_INT, 0, failures.removeFirst().number());
      return -1;
    }
  }
}
