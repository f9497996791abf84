package filereeve.copytruncate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.posix.Fd;
import filereeve.process.Freezable;
import filereeve.process.OpenWriters;
import filereeve.testing.ShellWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A recovery thaws the writers that the interrupted rotation froze, and no others.
class FrozenWritersRecoveryTest extends InterruptedCopyTruncate {
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
      directory.sync();
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
}
