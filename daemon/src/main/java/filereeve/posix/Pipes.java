package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Pipes whose reader never waits.
final class Pipes {
  private static final int O_NONBLOCK = 04000;
  private static final int O_CLOEXEC = 02000000;

  private final Libc libc;
  private final Transfers transfers;

  Pipes(Libc libc, Transfers transfers) {
    this.libc = libc;
    this.transfers = transfers;
  }

  Pipe open() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(JAVA_INT, 2);
      libc.call(
          "pipe2", "pipe", e -> (int) Libc.pipe2.invokeExact(e, ends, O_NONBLOCK | O_CLOEXEC));
      return new Pipe(
          new Fd(ends.getAtIndex(JAVA_INT, 0), "pipe"),
          new Fd(ends.getAtIndex(JAVA_INT, 1), "pipe"));
    }
  }

  int read(Fd reader, byte[] into) throws IOException {
    try {
      return transfers.read(reader, into, 0, into.length);
    } catch (PosixException e) {
      if (e.errno() == Errno.EAGAIN) {
        return -1;
      }
      throw e;
    }
  }
}
