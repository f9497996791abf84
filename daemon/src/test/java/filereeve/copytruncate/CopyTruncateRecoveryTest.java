package filereeve.copytruncate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import filereeve.copytruncate.CopyTruncateRecovery.Verdict;
import filereeve.testing.HeadCuts;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a recovery concludes from the intent of an interrupted copytruncate, the log and its copy.
class CopyTruncateRecoveryTest extends InterruptedCopyTruncate {
  private static final OptionalLong NOWHERE = OptionalLong.of(1);
  private static final OptionalLong ELSEWHERE = OptionalLong.of(2);

  @Test
  void withoutAnIntentNothingWasCut() throws Exception {
    write(LOG, blocks("abcd"));
    write(CopyTruncate.copyOf(LOG), blocks("x"));

    assertThat(recover()).isEqualTo(Verdict.NOT_CUT);
  }

  @Test
  void anIntentWithoutACopyIsOfACompleteRotation() throws Exception {
    write(LOG, blocks("abcd"));
    intendToCut(NOWHERE, ELSEWHERE);

    assertThat(recover()).isEqualTo(Verdict.ARCHIVED);
  }

  @Test
  void aLogWhoseFirstBlockIsWhereItWasIsUncut() throws Exception {
    HeadCuts.assumePossible(path);
    write(LOG, blocks("abcd"));
    copyAndIntendToCut(address(0), address(CUT));

    assertThat(recover()).isEqualTo(Verdict.NOT_CUT);
  }

  /// This holds even if the same lines were written again.
  @Test
  void aLogWhoseFirstBlockIsTheOneBehindTheCutIsCut() throws Exception {
    HeadCuts.assumePossible(path);
    write(LOG, blocks("ababab"));
    copyAndIntendToCut(address(0), address(CUT));
    try (FileChannel log = FileChannel.open(path.resolve(LOG), StandardOpenOption.APPEND)) {
      collapse();
      log.write(ByteBuffer.wrap(blocks("ab")));
    }

    assertThat(recover()).isEqualTo(Verdict.CUT);
    assertThat(content()).isEqualTo(blocks("ababab"));
  }

  @Test
  void aLogThatOthersHaveTruncatedAndRewrittenInPlaceIsCut() throws Exception {
    HeadCuts.assumePossible(path);
    write(LOG, blocks("zzzz"));
    copyAndIntendToCut(address(0), address(CUT));

    assertThat(recover()).isEqualTo(Verdict.CUT);
  }

  @Test
  void aPowerCutInTheMiddleOfTheCutIsFinished() throws Exception {
    write(LOG, blocks("c"));
    sparse(3, blocks("ef")); // d moved up to c's side, e and f not yet: [c][hole][hole][e][f]
    copyAndIntendToCut(NOWHERE, ELSEWHERE);
    HeadCuts.assumePossible(path);

    assertThat(recover()).isEqualTo(Verdict.CUT);
    assertThat(content()).isEqualTo(blocks("cef"));
  }

  @Test
  void aPowerCutBeforeAnythingMovedUpIsFinished() throws Exception {
    HeadCuts.assumePossible(path);
    write(LOG, new byte[0]);
    sparse(CUT, blocks("cd"));
    copyAndIntendToCut(NOWHERE, ELSEWHERE);

    assertThat(recover()).isEqualTo(Verdict.CUT);
    assertThat(content()).isEqualTo(blocks("cd"));
  }

  /// What follows the cut can be what was cut, once more, and longer than the log was.
  @Test
  void aCutThatIsFinishedIsOneWhateverFollows() throws Exception {
    HeadCuts.assumePossible(path);
    write(LOG, blocks("z"));
    copyAndIntendToCut(NOWHERE, ELSEWHERE);
    write(LOG, new byte[0]);
    sparse(CUT, blocks("abab"));

    assertThat(recover()).isEqualTo(Verdict.CUT);
    assertThat(content()).isEqualTo(blocks("abab"));
  }

  @Test
  void aHoleOfAnotherLengthIsNotOfACut() throws Exception {
    write(LOG, blocks("ab"));
    sparse(CUT + 1, blocks("c"));
    copyAndIntendToCut(NOWHERE, ELSEWHERE);
    byte[] before = content();

    assertThat(recover()).isEqualTo(Verdict.UNKNOWN);
    assertThat(content()).isEqualTo(before);
  }

  @Test
  void aLogThatIsOneHoleIsNotCutShort() throws Exception {
    write(LOG, new byte[0]);
    setSize((long) CUT * block);
    copyAndIntendToCut(NOWHERE, ELSEWHERE);

    assertThat(recover()).isEqualTo(Verdict.CUT);
    assertThat(content()).hasSize(CUT * block);
  }

  /// On xfs: all blocks have moved up, and the size is still the old one.
  ///
  /// @param more bytes after the first block of what is left
  @ParameterizedTest
  @ValueSource(ints = {100, 4096})
  void aPowerCutBeforeTheSizeWasSetIsFinished(int more) throws Exception {
    byte[] rest = Arrays.copyOf(blocks("cd"), block + more);
    write(LOG, rest);
    setSize(rest.length + CUT * block);
    copyAndIntendToCut(NOWHERE, ELSEWHERE);

    assertThat(recover()).isEqualTo(Verdict.CUT);
    assertThat(content()).isEqualTo(rest);
  }

  @Test
  void aLogWhoseBlocksWereMovedIsJudgedByItsSizeAndContent() throws Exception {
    write(CopyTruncate.copyOf(LOG), blocks("ab"));
    write(LOG, blocks("cdef"));
    intendToCut(NOWHERE, ELSEWHERE);
    assertThat(recover()).isEqualTo(Verdict.CUT);

    write(LOG, blocks("abcd"));
    assertThat(recover())
        .as("uncut, or cut and the same lines written again")
        .isEqualTo(Verdict.UNKNOWN);

    write(LOG, blocks("ab"));
    assertThat(recover()).as("shorter than it was").isEqualTo(Verdict.CUT);
  }

  @Test
  void withAnotherFileInTheLogsPlaceNothingIsKnown() throws Exception {
    write(LOG, blocks("abcd"));
    copyAndIntendToCut(NOWHERE, ELSEWHERE);
    Files.move(path.resolve(LOG), path.resolve("moved-away"));
    assertThat(recover()).isEqualTo(Verdict.UNKNOWN);

    write(LOG, blocks("abcd"));
    assertThat(recover()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void withADamagedIntentOnlyTheContentDecides() throws Exception {
    write(LOG, blocks("abcd"));
    write(CopyTruncate.copyOf(LOG), blocks("ab"));
    write(CopyTruncate.intentOf(LOG), new byte[] {0, 0, 0});
    assertThat(recover()).isEqualTo(Verdict.NOT_CUT);

    write(LOG, blocks("cd"));
    assertThat(recover()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void anEmptiedLogIsRecognizedByItsContent() throws Exception {
    write(LOG, "first\nsecond\n");
    write(CopyTruncate.copyOf(LOG), "first\nsecond\n");
    intendToEmpty();
    assertThat(recover()).isEqualTo(Verdict.NOT_CUT);

    write(LOG, "first\nsecond\nthird\n");
    assertThat(recover()).as("its first line comes once").isEqualTo(Verdict.NOT_CUT);

    write(LOG, "third\n");
    assertThat(recover()).isEqualTo(Verdict.CUT);

    write(LOG, "");
    assertThat(recover()).isEqualTo(Verdict.CUT);
  }

  @Test
  void aLogWhoseLinesRepeatCanHaveBeenEmptiedAndRewritten() throws Exception {
    write(LOG, "tick\ntick\n");
    write(CopyTruncate.copyOf(LOG), "tick\ntick\n");
    intendToEmpty();
    assertThat(recover()).as("nothing has touched it").isEqualTo(Verdict.NOT_CUT);

    write(LOG, "");
    write(LOG, "tick\ntick\ntick\n");
    assertThat(recover()).isEqualTo(Verdict.UNKNOWN);
  }

  static Stream<Arguments> beginnings() {
    String longest = "x".repeat(64 << 10);
    return Stream.of(
        arguments("a line alone", "tick\n", Verdict.UNKNOWN),
        arguments("half a line", "tick", Verdict.UNKNOWN),
        arguments("half a line that is long", longest, Verdict.NOT_CUT),
        arguments("a long line", longest + "x\n", Verdict.NOT_CUT),
        arguments("a line that comes once", "tick\nticks\na tick\ntic\n", Verdict.NOT_CUT),
        arguments("then half of it", "tick\ntick", Verdict.NOT_CUT),
        arguments("once in many", "once\n" + "tick\n".repeat(30_000), Verdict.NOT_CUT),
        arguments("at the very end", "once\n" + "x\n".repeat(70_000) + "once\n", Verdict.UNKNOWN));
  }

  /// Whether an emptied log can have been written again with the same content.
  @ParameterizedTest(name = "{0}")
  @MethodSource("beginnings")
  void onlyALineThatDoesNotRepeatShowsThatALogWasNotEmptied(
      String what, String content, Verdict verdict) throws Exception {
    write(LOG, content);
    write(CopyTruncate.copyOf(LOG), content);
    intend(new Intent.Way.Emptying(Instant.EPOCH));

    assertThat(recover()).as(what).isEqualTo(verdict);
  }

  @Test
  void aComparisonIsProgressAndCanBeInterrupted() throws Exception {
    write(LOG, "once\n" + "a line\n".repeat(100_000));
    write(CopyTruncate.copyOf(LOG), "once\n" + "a line\n".repeat(100_000));
    intend(new Intent.Way.Emptying(Instant.EPOCH));
    var blocks = new AtomicInteger();

    recover(blocks::incrementAndGet);

    assertThat(blocks).hasValue(12);
    assertThatThrownBy(() -> recover(Thread.currentThread()::interrupt))
        .isInstanceOf(InterruptedException.class);
  }
}
