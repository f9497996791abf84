package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Starts processes, and asks how they ended. The JDK's own way takes an argument as text, and so
/// changes a name that is not UTF-8.
interface SpawnCalls extends LinuxCalls {
  @Override
  default int spawn(Path program, List<String> argv, List<String> environment, Fd output)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      return new Spawn(libc(), program, arena).start(argv, environment, output);
    }
  }

  @Override
  default Optional<ExitStatus> exitStatus(int pid) throws IOException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment status = scratch.allocate(JAVA_INT, 1);
      long ended =
          call("wait for", "process " + pid, e -> Libc.waitpid.call(e, pid, status, Uapi.WNOHANG));
      return ended == 0 ? Optional.empty() : Optional.of(ExitStatus.of(status.get(JAVA_INT, 0)));
    }
  }
}
