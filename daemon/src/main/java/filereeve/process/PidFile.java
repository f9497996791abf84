package filereeve.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import filereeve.files.Directory;
import filereeve.posix.Errno;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A file in which a service left its process id, on its first line.
///
/// When root sends the signal, the file decides whom root signals. So it counts only if it is of
/// root or of the user whose process it names, and nobody else can write it.
record PidFile(Posix posix, Path path) {
  private static final int ROOT = 0;
  private static final int INIT = 1;
  private static final int LONGEST = 4096;

  /// The process to be signalled. It was there a moment ago.
  ///
  /// @throws IOException if there is none, or the file cannot be trusted; the message is the cause
  ///   and the remedy
  int read() throws IOException {
    Path name = path.getFileName();
    Path parent = path.getParent();
    if (name == null || parent == null) {
      throw new IOException(
          "that is not a file. Name the file that the service writes its id into.");
    }
    try (Directory directory = Directory.open(posix, parent)) {
      Stat file = regular(directory.stat(name));
      int pid = parse(directory.read(name, LONGEST).orElseThrow(PidFile::missing));
      requireTrusted(file, owner(pid));
      return pid;
    } catch (PosixException e) {
      throw e.errno() == Errno.ENOENT ? missing() : e;
    }
  }

  private static Stat regular(Optional<Stat> found) throws IOException {
    Stat stat = found.orElseThrow(PidFile::missing);
    return switch (stat.type()) {
      case REGULAR -> stat;
      case SYMLINK ->
          throw new IOException("the file is a symbolic link. Name the file that it leads to.");
      case DIRECTORY, OTHER ->
          throw new IOException("it is not a regular file. Name the file with the service's id.");
    };
  }

  private static IOException missing() {
    return new IOException("No such file or directory. Start the service, or correct the path.");
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

  /// The user that a process runs as.
  private static int owner(int pid) throws IOException {
    List<String> status;
    try {
      status = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
    } catch (NoSuchFileException e) {
      throw new IOException(
          "no process %d runs: the file is left over. Start the service again.".formatted(pid), e);
    }
    String uids = status.stream().filter(l -> l.startsWith("Uid:")).findFirst().orElse("Uid: -1");
    return Integer.parseInt(uids.substring(4).strip().replaceFirst("\\s.*", ""));
  }

  private void requireTrusted(Stat file, int processOwner) throws IOException {
    if (posix.effectiveUser() != ROOT) {
      return;
    }
    if (file.uid() != ROOT && file.uid() != processOwner) {
      throw new IOException(
          "the file is of user %d and its process of user %d. Let one user have both, or root the file."
              .formatted(file.uid(), processOwner));
    }
    boolean byGroup = file.groupMayWrite() && file.uid() == ROOT && file.gid() != ROOT;
    if (byGroup || file.othersMayWrite()) {
      throw new IOException("others may write the file. Set its mode to 0644.");
    }
  }
}
