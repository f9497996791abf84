package filereeve.copytruncate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.copytruncate.CopyTruncateRecovery.Verdict;
import filereeve.testing.HeadCuts;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

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

  /// On xfs: all blocks have moved up, and the size is still the old one.
  @Test
  void aPowerCutBeforeTheSizeWasSetIsFinished() throws Exception {
    byte[] rest = Arrays.copyOf(blocks("cd"), block + 100);
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
}
