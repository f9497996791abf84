package filereeve.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.testing.HeadCuts;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.ShellWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where a file's blocks are, taking some out, and having a file for oneself.
class BlocksTest {
  private final Posix posix = new LinuxPosix();

  @TempDir Path dir;

  @TempDir(factory = MemoryTempDir.class)
  Path memory;

  private Path file = Path.of("none");
  private Fd fd = new Fd(-1, "none");
  private int block;

  @BeforeEach
  void openAFileOfFourBlocks() throws IOException {
    file = dir.resolve("file");
    Files.createFile(file);
    fd = open(dir);
    block = Math.toIntExact(posix.filesystem(fd).blockSize());
    Files.write(file, blocks("abcd"));
  }

  @AfterEach
  void closeTheFile() throws IOException {
    posix.close(fd);
  }

  @Test
  void blocksTakenFromTheHeadLeaveTheOthersWhereTheyAre() throws IOException {
    HeadCuts.assumePossible(dir);
    OptionalLong third = posix.blockAddress(fd, 2L * block);
    assertThat(third).isPresent().isNotEqualTo(posix.blockAddress(fd, 0));

    posix.collapse(fd, 0, 2L * block);

    assertThat(file).hasBinaryContent(blocks("cd"));
    assertThat(posix.blockAddress(fd, 0)).isEqualTo(third);
  }

  @Test
  void whatCannotBeTakenOutLeavesTheFileAsItIs() throws IOException {
    assertThatThrownBy(() -> posix.collapse(fd, 0, 100)).isInstanceOf(PosixException.class);
    assertThatThrownBy(() -> posix.collapse(fd, 0, 4L * block)).isInstanceOf(PosixException.class);

    assertThat(file).hasBinaryContent(blocks("abcd"));
  }

  @Test
  void aFileInMemoryHasNoAddressesAndLosesNoBlocks() throws IOException {
    Files.write(memory.resolve("file"), blocks("abcd"));
    Fd inMemory = open(memory);
    try {
      long type = posix.filesystem(inMemory).type();
      assertThat(type).isNotEqualTo(Filesystem.EXT4).isNotEqualTo(Filesystem.XFS);
      assertThat(posix.blockAddress(inMemory, 0)).isEmpty();
      assertThatThrownBy(() -> posix.collapse(inMemory, 0, block))
          .isInstanceOfSatisfying(
              PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EOPNOTSUPP));
    } finally {
      posix.close(inMemory);
    }
  }

  @Test
  void theFirstHoleIsFound() throws IOException {
    assertThat(posix.hole(fd)).isEmpty();

    posix.truncate(fd, 6L * block);
    assertThat(posix.hole(fd)).contains(new Hole(4L * block, 6L * block));
    assertThat(posix.blockAddress(fd, 5L * block)).isEmpty();

    posix.truncate(fd, 0);
    assertThat(posix.hole(fd)).isEmpty();
  }

  @Test
  void aFileThatNobodyElseHasOpenCanBeHadAlone() throws IOException {
    assertThat(posix.leaseAlone(fd)).isTrue();
    posix.endLease(fd);

    try (var _ = ShellWriter.appending(file)) {
      assertThat(posix.leaseAlone(fd)).isFalse();
    }
  }

  private Fd open(Path in) throws IOException {
    Fd directory = posix.openDirectory(in);
    try {
      return posix.open(directory, Path.of("file"), Open.READ_WRITE, 0);
    } finally {
      posix.close(directory);
    }
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
