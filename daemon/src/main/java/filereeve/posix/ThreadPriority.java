package filereeve.posix;

/// Whom the calling thread comes before, at the processor and at the disk.
final class ThreadPriority {
  private static final int LOWEST_NICE = 19;

  /// `IOPRIO_CLASS_BE`, and its last level.
  private static final int BEST_EFFORT_LOWEST = (2 << 13) | 7;

  private final Libc libc;
  private final Architecture architecture;

  ThreadPriority(Libc libc, Architecture architecture) {
    this.libc = libc;
    this.architecture = architecture;
  }

  void lowest() throws PosixException {
    libc.call(
        "setpriority", "thread", e -> (int) Libc.setpriority.invokeExact(e, 0, 0, LOWEST_NICE));
    libc.call(
        "ioprio_set",
        "thread",
        e ->
            (long) Libc.syscall.invokeExact(e, architecture.ioprioSet(), 1, 0, BEST_EFFORT_LOWEST));
  }
}
