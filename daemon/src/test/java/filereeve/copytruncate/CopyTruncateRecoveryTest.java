package filereeve.copytruncate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.copytruncate.CopyTruncateRecovery.Verdict;
import filereeve.files.Directory;
import filereeve.posix.Fd;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Open;
import filereeve.posix.Posix;
import filereeve.posix.Stat;
import filereeve.process.Freezable;
import filereeve.process.Freezer;
import filereeve.process.OpenWriters;
import filereeve.testing.HeadCuts;
import filereeve.testing.ShellWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Recovers from constructed states of the disk that a crash, a power failure or other programs can
/// leave.
class CopyTruncateRecoveryTest {
  private static final Path LOG = Path.of("app.log");
  private static final int CUT = 2;
  private static final OptionalLong NOWHERE = OptionalLong.of(1);
  private static final OptionalLong ELSEWHERE = OptionalLong.of(2);

  private final Posix posix = new LinuxPosix();

  @TempDir private Path path;

  private Directory directory;
  private int block;

  @BeforeEach
  void openTheDirectory() throws IOException {
    directory = Directory.open(posix, path);
    block = Math.toIntExact(posix.filesystem(directory.fd()).blockSize());
  }

  @AfterEach
  void closeTheDirectory() throws IOException {
    directory.close();
  }

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

  @Test
  void inADirectoryOfAnotherUserOnlyWritersOfTheLogAreThawed() throws Exception {
    assumeTrue(posix.effectiveUser() == 0, "only root can give a directory away");
    posix.chown(directory.fd(), posix.userId("nobody").orElseThrow(), 0);
    write(LOG, "first\n");
    try (var writer = ShellWriter.appending(path.resolve(LOG));
        var other = ShellWriter.appending(path.resolve("other"))) {
      var both = new Freezable(List.of(process(LOG), process(Path.of("other"))));
      posix.kill(writer.pid(), 19);
      posix.kill(other.pid(), 19);
      awaitState(writer, "T");
      awaitState(other, "T");
      Intent.of(log(), new Intent.Way.Emptying(log().changed()), both)
          .write(directory, CopyTruncate.intentOf(LOG));

      recover();

      awaitState(writer, "S");
      assertThat(state(other)).isEqualTo("T");
      posix.chown(directory.fd(), 0, 0);
      recover();
      awaitState(other, "S");
    }
  }

  private Freezable.Target process(Path file) throws IOException {
    Fd fd = directory.openForReading(file);
    try {
      return new Freezable.Target.One(OpenWriters.of(fd).writers().getFirst().process());
    } finally {
      posix.close(fd);
    }
  }

  private static void awaitState(ShellWriter writer, String wanted) throws IOException {
    while (!state(writer).equals(wanted)) {
      Thread.onSpinWait();
    }
  }

  /// The state in `/proc`: `T` is stopped, `S` is sleeping.
  private static String state(ShellWriter writer) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + writer.pid() + "/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
  }

  private Verdict recover() throws Exception {
    return new CopyTruncateRecovery(posix, new Freezer(posix), directory, LOG, () -> {}).recover();
  }

  private void intendToCut(OptionalLong first, OptionalLong next) throws IOException {
    intend(new Intent.Way.Cut((long) CUT * block, first.getAsLong(), next.getAsLong()));
  }

  private void copyAndIntendToCut(OptionalLong first, OptionalLong next) throws IOException {
    write(CopyTruncate.copyOf(LOG), blocks("ab"));
    intendToCut(first, next);
  }

  private void intendToEmpty() throws IOException {
    intend(new Intent.Way.Emptying(log().changed()));
  }

  private void intend(Intent.Way way) throws IOException {
    Intent.of(log(), way, Freezable.none()).write(directory, CopyTruncate.intentOf(LOG));
  }

  private Stat log() throws IOException {
    return directory.stat(LOG).orElseThrow();
  }

  private interface Use<T> {
    T use(Fd log) throws IOException;
  }

  private <T> T open(Use<T> use) throws IOException {
    Fd log = posix.open(directory.fd(), LOG, Open.READ_WRITE, 0);
    try {
      return use.use(log);
    } finally {
      posix.close(log);
    }
  }

  private OptionalLong address(int blocks) throws IOException {
    return open(log -> posix.blockAddress(log, (long) blocks * block));
  }

  private void collapse() throws IOException {
    open(
        log -> {
          posix.collapse(log, 0, (long) CUT * block);
          return true;
        });
  }

  private void setSize(long size) throws IOException {
    open(
        log -> {
          posix.truncate(log, size);
          return true;
        });
  }

  /// Writes at a block of the log; what is before it and was not written is a hole.
  private void sparse(int at, byte[] content) throws IOException {
    try (FileChannel log = FileChannel.open(path.resolve(LOG), StandardOpenOption.WRITE)) {
      log.write(ByteBuffer.wrap(content), (long) at * block);
    }
  }

  /// Keeps the file's inode.
  private void write(Path name, byte[] content) throws IOException {
    Files.write(path.resolve(name), content);
  }

  private void write(Path name, String content) throws IOException {
    Files.writeString(path.resolve(name), content);
  }

  private byte[] content() throws IOException {
    return Files.readAllBytes(path.resolve(LOG));
  }

  /// One block full of each letter.
  private byte[] blocks(String letters) {
    byte[] content = new byte[letters.length() * block];
    for (int i = 0; i < letters.length(); i++) {
      Arrays.fill(content, i * block, (i + 1) * block, (byte) letters.charAt(i));
    }
    return content;
  }
}
