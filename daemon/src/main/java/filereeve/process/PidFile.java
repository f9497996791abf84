package filereeve.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import filereeve.files.Directory;
import filereeve.files.PathControl;
import filereeve.posix.AccessControlList;
import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import filereeve.posix.TrustedUsers;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// A file in which a service left its process id, on its first line.
///
/// When root sends the signal, the file decides whom root signals. So it counts only if it belongs
/// to root or to the user whose process it names, and if these two alone can write to it and to the
/// directories on its path. It is opened once, and inspected by its handle.
///
/// A file that a service left behind names a number that is free by now, or a foreign process's: a
/// process that started after the file was written is not the one that it names. Where the clock
/// was set since, it is if it has the program's name, or has one of the service's files open.
///
/// @param files that the service may have open
record PidFile(Posix posix, Path path, Set<String> files) {
  private static final int ROOT = 0;
  private static final int INIT = 1;
  private static final int LONGEST = 4096;

  /// There is no process to be signalled: the service does not run.
  static final class StoppedException extends IOException {
    private static final long serialVersionUID = 1L;

    StoppedException(String message) {
      super(message);
    }
  }

  private interface Act {
    void on(PinnedProcess process) throws IOException;
  }

  /// Signals the process.
  ///
  /// @throws StoppedException if there is none
  /// @throws IOException if the file cannot be trusted; the message is the cause and the remedy
  void signal(SignalName signal) throws IOException {
    act(process -> process.signal(signal));
  }

  /// Whether it certainly names no process, so that the service does not run.
  boolean isWithoutProcess() throws IOException {
    try {
      act(_ -> {});
      return false;
    } catch (StoppedException _) {
      return true;
    }
  }

  private void act(Act act) throws IOException {
    Path name = path.getFileName();
    Path parent = path.getParent();
    if (name == null || parent == null) {
      throw new IOException(
          "that is not a file. Name the file that the service writes its id into.");
    }
    try (Directory directory = Directory.open(posix, parent.toRealPath())) {
      Fd file = directory.openForReading(name);
      try {
        act(act, file, directory.path());
      } finally {
        posix.close(file);
      }
    } catch (NoSuchFileException e) {
      throw missing();
    } catch (PosixException e) {
      throw switch (e.errno()) {
        case ENOENT -> missing();
        case ELOOP ->
            new IOException("the file is a symbolic link. Name the file that it leads to.", e);
        default -> e;
      };
    }
  }

  private void act(Act act, Fd file, Path directory) throws IOException {
    Stat stat = posix.stat(file);
    if (stat.type() != Stat.Type.REGULAR) {
      throw new IOException("it is not a regular file. Name the file with the service's id.");
    }
    int pid = parse(content(file));
    try (PinnedProcess process = PinnedProcess.open(posix, pid)) {
      requireTrusted(file, stat, directory, process.user());
      if (process.startedAfter(stat.modified())
          && !isNamedLike(process.name())
          && !process.hasOpen(files)) {
        throw new StoppedException(
            "process %d (%s) started after the file was written: the file is left over. Start the service again. If the clock was set since, run: touch %s."
                .formatted(pid, process.name(), path));
      }
      act.on(process);
    } catch (PosixException e) {
      throw e.errno() == Errno.ESRCH
          ? new StoppedException(
              "no process %d runs: the file is left over. Start the service again.".formatted(pid))
          : e;
    }
  }

  private byte[] content(Fd file) throws IOException {
    byte[] content = new byte[LONGEST];
    int length = posix.read(file, content, 0, LONGEST);
    return Arrays.copyOf(content, length);
  }

  private static StoppedException missing() {
    return new StoppedException(
        "No such file or directory. Start the service, or correct the path.");
  }

  private static int parse(byte[] content) throws IOException {
    String first = new String(content, US_ASCII).lines().findFirst().orElse("").strip();
    if (first.isEmpty()) {
      throw new IOException("the file is empty. Start the service again.");
    }
    int pid;
    try {
      pid = Integer.parseInt(first);
    } catch (NumberFormatException e) {
      throw new IOException("its first line is not a process id. Correct the path.", e);
    }
    if (pid <= INIT) {
      throw new IOException(
          "it names process %d, which no service is. Correct the path.".formatted(pid));
    }
    if (pid == ProcessHandle.current().pid()) {
      throw new IOException("it names the daemon itself (%d). Correct the path.".formatted(pid));
    }
    return pid;
  }

  private boolean isNamedLike(String process) {
    String name = String.valueOf(path.getFileName());
    return !process.isEmpty() && (name.equals(process) || name.startsWith(process + "."));
  }

  private void requireTrusted(Fd open, Stat file, Path directory, int owner) throws IOException {
    if (posix.effectiveUser() != ROOT) {
      return;
    }
    if (file.uid() != ROOT && file.uid() != owner) {
      throw new IOException(
          "the file is of user %d and its process of user %d. Let one user have both, or root the file."
              .formatted(file.uid(), owner));
    }
    if (file.othersMayWrite()
        || TrustedUsers.isOpenToOthers(file, () -> AccessControlList.isOn(posix, open))) {
      throw new IOException(
          "others may write the file. Set its mode to 0644, and remove an access control list:"
              + " setfacl -b %s.".formatted(path));
    }
    Optional<String> shared = PathControl.shared(posix, directory, new TrustedUsers(owner));
    if (shared.isPresent()) {
      throw new IOException(
          "others than root and user %d can swap the file, because they control %s. Let the service write it to a directory of root's or of its own."
              .formatted(owner, shared.get()));
    }
  }
}
