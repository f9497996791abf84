package filereeve.process;

import filereeve.posix.Errno;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/// A command and everything it has started, as far as it can be reached: with a process group of
/// its own, all that stayed in it; without, the descendants that are known to the kernel.
final class ProcessGroup {
  private static final int PROBE = 0;
  private static final int SIGKILL = 9;

  private final Posix posix;
  private final Process leader;
  private final boolean ownGroup;

  /// @param ownGroup whether the process' id is also the id of its group
  ProcessGroup(Posix posix, Process leader, boolean ownGroup) {
    this.posix = posix;
    this.leader = leader;
    this.ownGroup = ownGroup;
  }

  void terminate() throws IOException {
    if (ownGroup) {
      signal(SignalName.TERM.number());
    } else {
      members().forEach(ProcessHandle::destroy);
    }
  }

  void kill() throws IOException {
    if (ownGroup) {
      signal(SIGKILL);
    } else {
      members().forEach(ProcessHandle::destroyForcibly);
    }
  }

  boolean isAlive() throws IOException {
    return ownGroup ? signal(PROBE) : members().stream().anyMatch(ProcessHandle::isAlive);
  }

  /// @return false if nobody is left in the group
  private boolean signal(int signal) throws IOException {
    try {
      posix.kill(Math.toIntExact(-leader.pid()), signal);
      return true;
    } catch (PosixException e) {
      if (e.errno() == Errno.ESRCH) {
        return false;
      }
      throw e;
    }
  }

  private List<ProcessHandle> members() {
    return Stream.concat(leader.descendants(), Stream.of(leader.toHandle())).toList();
  }
}
