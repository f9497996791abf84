package filereeve.process;

import filereeve.posix.Errno;
import filereeve.posix.ExitStatus;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import java.io.IOException;
import java.util.Optional;

/// A command, and everything it has started that stayed in its process group.
///
/// Thread: safe for use by many threads.
final class ProcessGroup {
  private static final int PROBE = 0;
  private static final int SIGKILL = 9;

  private final Posix posix;

  /// Also the id of its group.
  private final int leader;

  private Optional<ExitStatus> exitStatus = Optional.empty();

  ProcessGroup(Posix posix, int leader) {
    this.posix = posix;
    this.leader = leader;
  }

  /// How the command itself ended; empty while it runs.
  synchronized Optional<ExitStatus> exitStatus() throws IOException {
    if (exitStatus.isEmpty()) {
      exitStatus = posix.exitStatus(leader);
    }
    return exitStatus;
  }

  void terminate() throws IOException {
    signal(SignalName.TERM.number());
  }

  void kill() throws IOException {
    signal(SIGKILL);
  }

  boolean isAlive() throws IOException {
    return exitStatus().isEmpty() || signal(PROBE);
  }

  /// @return false if nobody is left in the group
  private boolean signal(int signal) throws IOException {
    try {
      posix.kill(-leader, signal);
      return true;
    } catch (PosixException e) {
      if (e.errno() == Errno.ESRCH) {
        return false;
      }
      throw e;
    }
  }
}
