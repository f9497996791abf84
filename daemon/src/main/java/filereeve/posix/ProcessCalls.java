package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Signals, pipes and messages to other processes, and the calling thread's priority.
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
  default void sendDatagram(String address, byte[] message) throws IOException {
    byte[] path = address.getBytes(StandardCharsets.UTF_8);
    if (path.length >= Uapi.LONGEST_SUN_PATH) {
      throw new PosixException("send to", address, Errno.ENAMETOOLONG);
    }
    long socket =
        call(
            "socket",
            address,
            e -> Libc.socket.call(e, (int) Uapi.AF_UNIX, Uapi.SOCK_DGRAM_CLOEXEC, 0));
    Fd fd = new Fd((int) socket, address);
    try (Scratch scratch = Scratch.open()) {
      MemorySegment to = scratch.allocate(2L + path.length + 1, 2).fill((byte) 0);
      to.set(JAVA_SHORT, 0, Uapi.AF_UNIX);
      MemorySegment.copy(path, 0, to, JAVA_BYTE, 2, path.length);
      boolean isAbstract = address.startsWith("@");
      if (isAbstract) {
        to.set(JAVA_BYTE, 2, (byte) 0);
      }
      int length = 2 + path.length + (isAbstract ? 0 : 1);
      MemorySegment bytes = scratch.allocate(message.length, 1);
      MemorySegment.copy(message, 0, bytes, JAVA_BYTE, 0, message.length);
      call(
          "send to",
          address,
          e ->
              Libc.sendto.call(
                  e, fd.number(), bytes, (long) message.length, Uapi.MSG_NOSIGNAL, to, length));
    } finally {
      libc().release(fd);
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
