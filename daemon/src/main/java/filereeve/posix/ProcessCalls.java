package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// Signals and pipes to other processes, and the calling thread's priority.
interface ProcessCalls extends LinuxCalls {
  @Override
  default void kill(int pid, int signal) throws IOException {
    if (pid == 0 || pid == -1) {
      throw new IllegalArgumentException("a signal to everybody is never meant: " + pid);
    }
    call("kill", "process " + pid, e -> Libc.kill.call(e, pid, signal));
  }

  @Override
  default Optional<Fd> openProcess(int pid) throws IOException {
    String process = "process " + pid;
    try {
      long fd = call("open", process, e -> Libc.syscall.call(e, Uapi.PIDFD_OPEN, (long) pid, 0L));
      return Optional.of(new Fd((int) fd, process));
    } catch (PosixException e) {
      return switch (e.errno()) {
        case ENOSYS, EPERM -> Optional.empty(); // an old kernel, or a filter of system calls
        default -> throw e;
      };
    }
  }

  @Override
  default void signal(Fd process, int signal) throws IOException {
    call(
        "signal",
        process,
        e ->
            Libc.syscall.call(
                e,
                Uapi.PIDFD_SEND_SIGNAL,
                (long) process.number(),
                (long) signal,
                MemorySegment.NULL,
                0L));
  }

  @Override
  default Pipe pipe() throws IOException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment ends = scratch.allocate(JAVA_INT, 2);
      call("pipe2", "pipe", e -> Libc.pipe2.call(e, ends, Uapi.NONBLOCK_CLOEXEC));
      return new Pipe(
          new Fd(ends.getAtIndex(JAVA_INT, 0), "pipe"),
          new Fd(ends.getAtIndex(JAVA_INT, 1), "pipe"));
    }
  }

  @Override
  default void lowPriority() throws IOException {
    call("setpriority", "thread", e -> Libc.setpriority.call(e, 0, 0, Uapi.LOWEST_NICE));
    long ioprioSet = libc().architecture().ioprioSet();
    call(
        "ioprio_set",
        "thread",
        e -> Libc.syscall.call(e, ioprioSet, 1, 0, Uapi.BEST_EFFORT_LOWEST));
  }
}
