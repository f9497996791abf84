package filereeve.posix;

import java.io.IOException;

/// Leases, which show whether a file is open elsewhere, and locks.
interface LeaseCalls extends LinuxCalls {
  @Override
  default Writers writers(Fd fd) throws IOException {
    try {
      lease(fd, Uapi.F_RDLCK);
      endLease(fd);
      return Writers.NONE;
    } catch (PosixException e) {
      return e.errno() == Errno.EAGAIN ? Writers.SOME : Writers.UNKNOWN;
    }
  }

  @Override
  default boolean leaseAlone(Fd fd) {
    try {
      lease(fd, Uapi.F_WRLCK);
      return true;
    } catch (PosixException _) {
      return false; // it is open elsewhere, or leases do not work here: no difference to the caller
    }
  }

  @Override
  default void endLease(Fd fd) throws PosixException {
    fcntl(fd, Uapi.F_SETLEASE, Uapi.F_UNLCK);
  }

  /// When another process breaks the lease, the kernel sends a signal that is ignored by default.
  private void lease(Fd fd, int kind) throws PosixException {
    fcntl(fd, Uapi.F_SETSIG, Uapi.SIGURG);
    fcntl(fd, Uapi.F_SETLEASE, kind);
  }

  private void fcntl(Fd fd, int command, int argument) throws PosixException {
    call("fcntl", fd, e -> Libc.fcntl.call(e, fd.number(), command, argument));
  }

  @Override
  default boolean lock(Fd fd) throws PosixException {
    return callOr(Errno.EAGAIN, "flock", fd, e -> Libc.flock.call(e, fd.number(), Uapi.LOCK_EX_NB))
        >= 0;
  }
}
