package filereeve.process;

import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.PathBytes;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One process, held by a handle: a signal reaches it or nobody, also when its number is another
/// process's by then. Without such handles (Linux before 5.3, a filter of system calls) the moment
/// between the last check and the signal remains.
final class PinnedProcess implements Closeable {
  private static final Path PROC = Path.of("/proc");

  /// Linux' `USER_HZ`, in which `/proc` counts.
  private static final long TICKS_A_SECOND = 100;

  /// The host's start is given in whole seconds, and the time of a file is that of the last tick.
  private static final Duration PRECISION = Duration.ofSeconds(2);

  private final Posix posix;
  private final ProcessId id;
  private final Optional<Fd> handle;
  private final List<String> status;

  private PinnedProcess(Posix posix, ProcessId id, Optional<Fd> handle, List<String> status) {
    this.posix = posix;
    this.id = id;
    this.handle = handle;
    this.status = status;
  }

  /// @throws PosixException `ESRCH` if there is none
  static PinnedProcess open(Posix posix, int pid) throws IOException {
    Optional<Fd> handle = posix.openProcess(pid);
    try {
      return new PinnedProcess(
          posix, ProcessId.of(pid), handle, Files.readAllLines(PROC.resolve(pid + "/status")));
    } catch (IOException e) {
      if (handle.isPresent()) {
        posix.close(handle.get());
      }
      throw e instanceof NoSuchFileException
          ? new PosixException("read", "process " + pid, Errno.ESRCH)
          : e;
    }
  }

  /// The user that it runs as.
  int user() {
    return Integer.parseInt(field("Uid").replaceFirst("\\s.*", ""));
  }

  /// Its program's name, of up to 15 bytes.
  String name() {
    return field("Name");
  }

  private String field(String name) {
    String begin = name + ":";
    return status.stream()
        .filter(line -> line.startsWith(begin))
        .map(line -> line.substring(begin.length()).strip())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("/proc does not say its " + name));
  }

  /// Whether it has one of these files open, by the paths that they have now.
  boolean hasOpen(Set<String> files) throws IOException {
    try (DirectoryStream<Path> handles = Files.newDirectoryStream(PROC.resolve(id.pid() + "/fd"))) {
      for (Path handle : handles) {
        if (files.contains(target(handle))) {
          return true;
        }
      }
      return false;
    } catch (AccessDeniedException | NoSuchFileException | DirectoryIteratorException _) {
      return false; // it may not be inspected, or has ended
    }
  }

  /// Empty if it was closed meanwhile.
  private static String target(Path handle) throws IOException {
    try {
      return PathBytes.text(Files.readSymbolicLink(handle));
    } catch (NoSuchFileException _) {
      return "";
    }
  }

  /// Whether it certainly started later, by the clock as it is now.
  boolean startedAfter(Instant time) throws IOException {
    Instant started =
        hostStarted().plusMillis(id.started() * 1000 / TICKS_A_SECOND).minus(PRECISION);
    return started.isAfter(time);
  }

  private static Instant hostStarted() throws IOException {
    return Files.readAllLines(PROC.resolve("stat")).stream()
        .filter(line -> line.startsWith("btime "))
        .map(line -> Instant.ofEpochSecond(Long.parseLong(line.substring(6).strip())))
        .findFirst()
        .orElseThrow(() -> new IOException("/proc/stat does not say when the host started"));
  }

  /// @throws PosixException `ESRCH` if it has ended
  void signal(SignalName signal) throws IOException {
    if (handle.isPresent()) {
      posix.signal(handle.get(), signal.number());
    } else if (id.isAlive()) {
      posix.kill(id.pid(), signal.number());
    } else {
      throw new PosixException("signal", "process " + id.pid(), Errno.ESRCH);
    }
  }

  @Override
  public void close() throws IOException {
    if (handle.isPresent()) {
      posix.close(handle.get());
    }
  }
}
