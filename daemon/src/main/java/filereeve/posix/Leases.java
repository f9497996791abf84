package filereeve.posix;

/// Leases, which tell who has a file open, and locks. The kernel's signal for a lease that another
/// process breaks is one that is ignored by default.
final class Leases {
  private static final int LOCK_EX_NB = 2 | 4;
  private static final int F_SETSIG = 10;
  private static final int F_SETLEASE = 1024;
  private static final int F_RDLCK = 0;
  private static final int F_WRLCK = 1;
  private static final int F_UNLCK = 2;

  /// Ignored by default, where the lease's own SIGIO would end the process.
  private static final int SIGURG = 23;

  private final Libc libc;

  Leases(Libc libc) {
    this.libc = libc;
  }

  Writers writers(Fd fd) {
    try {
      take(fd, F_RDLCK);
      end(fd);
      return Writers.NONE;
    } catch (PosixException e) {
      return e.errno() == Errno.EAGAIN ? Writers.SOME : Writers.UNKNOWN;
    }
  }

  boolean takeAlone(Fd fd) {
    try {
      take(fd, F_WRLCK);
      return true;
    } catch (PosixException e) {
      return false; // it is open elsewhere, or leases do not work here: no difference to the caller
    }
  }

  void end(Fd fd) throws PosixException {
    fcntl(fd, F_SETLEASE, F_UNLCK);
  }

  boolean lock(Fd fd) throws PosixException {
    return libc.callOr(
            Errno.EAGAIN,
            "flock",
            fd.path(),
            e -> (int) Libc.flock.invokeExact(e, fd.number(), LOCK_EX_NB))
        >= 0;
  }

  private void take(Fd fd, int kind) throws PosixException {
    fcntl(fd, F_SETSIG, SIGURG);
    fcntl(fd, F_SETLEASE, kind);
  }

  private void fcntl(Fd fd, int command, int argument) throws PosixException {
    libc.call(
        "fcntl", fd.path(), e -> (int) Libc.fcntl.invokeExact(e, fd.number(), command, argument));
  }
}
