package filereeve.copytruncate;

import filereeve.copytruncate.CopyTruncateRecovery.Verdict;
import filereeve.files.Directory;
import filereeve.posix.Fd;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Open;
import filereeve.posix.Posix;
import filereeve.posix.Stat;
import filereeve.process.Freezable;
import filereeve.process.Freezer;
import filereeve.testing.Durability;
import filereeve.testing.NothingLeftOpen;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A log in a state that an interrupted copytruncate can leave.
@ExtendWith(NothingLeftOpen.class)
abstract class InterruptedCopyTruncate {
  static final Path LOG = Path.of("app.log");
  static final int CUT = 2;
  private final Posix real = new LinuxPosix();
  final Posix posix = Durability.of(real);
  @TempDir Path path;
  Directory directory;
  int block;

  @BeforeEach
  void openTheDirectory() throws IOException {
    directory = Directory.open(posix, path);
    block = Math.toIntExact(posix.filesystem(directory.fd()).blockSize());
  }

  @AfterEach
  void closeTheDirectory() throws IOException {
    directory.close();
  }

  Verdict recover() throws Exception {
    return recover(() -> {});
  }

  Verdict recover(Runnable progress) throws Exception {
    return new CopyTruncateRecovery(posix, new Freezer(posix), directory, LOG, progress).recover();
  }

  void intendToCut(OptionalLong first, OptionalLong next) throws IOException {
    intend(new Intent.Way.Cut((long) CUT * block, first.getAsLong(), next.getAsLong()));
  }

  void copyAndIntendToCut(OptionalLong first, OptionalLong next) throws IOException {
    write(CopyTruncate.copyOf(LOG), blocks("ab"));
    intendToCut(first, next);
  }

  void intendToEmpty() throws IOException {
    intend(new Intent.Way.Emptying(log().changed()));
  }

  void intend(Intent.Way way) throws IOException {
    Intent.of(log(), way, Freezable.none()).write(directory, CopyTruncate.intentOf(LOG));
  }

  Stat log() throws IOException {
    return directory.stat(LOG).orElseThrow();
  }

  interface Use<T> {
    T use(Fd log) throws IOException;
  }

  <T> T open(Use<T> use) throws IOException {
    Fd log = real.open(directory.fd(), LOG, Open.READ_WRITE, 0);
    try {
      return use.use(log);
    } finally {
      real.close(log);
    }
  }

  OptionalLong address(int blocks) throws IOException {
    return open(log -> real.blockAddress(log, (long) blocks * block));
  }

  void collapse() throws IOException {
    open(
        log -> {
          real.collapse(log, 0, (long) CUT * block);
          return true;
        });
  }

  void setSize(long size) throws IOException {
    open(
        log -> {
          real.truncate(log, size);
          return true;
        });
  }

  /// Writes at a block of the log; what is before it and was not written is a hole.
  void sparse(int at, byte[] content) throws IOException {
    try (FileChannel log = FileChannel.open(path.resolve(LOG), StandardOpenOption.WRITE)) {
      log.write(ByteBuffer.wrap(content), (long) at * block);
    }
  }

  /// Keeps the file's inode.
  void write(Path name, byte[] content) throws IOException {
    Files.write(path.resolve(name), content);
  }

  void write(Path name, String content) throws IOException {
    Files.writeString(path.resolve(name), content);
  }

  byte[] content() throws IOException {
    return Files.readAllBytes(path.resolve(LOG));
  }

  /// One block full of each letter.
  byte[] blocks(String letters) {
    byte[] content = new byte[letters.length() * block];
    for (int i = 0; i < letters.length(); i++) {
      Arrays.fill(content, i * block, (i + 1) * block, (byte) letters.charAt(i));
    }
    return content;
  }
}
