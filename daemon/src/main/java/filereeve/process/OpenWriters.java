package filereeve.process;

import filereeve.posix.Fd;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The processes that have one file open for writing, as `/proc` tells.
///
/// @param writers a process can be among them more than once
/// @param complete false if the handles of some process may not be seen: then there can be others
public record OpenWriters(List<Writer> writers, boolean complete) {
  private static final Path PROC = Path.of("/proc");
  private static final int ACCESS = 3;
  private static final int APPEND = 02000;

  /// @param appends whether each write goes to the end of the file (`O_APPEND`)
  public record Writer(ProcessId process, String name, boolean appends) {
    /// Such as `java (4711)`.
    @Override
    public String toString() {
      return name + " (" + process.pid() + ")";
    }
  }

  public OpenWriters {
    writers = List.copyOf(writers);
  }

  /// Looks at all handles of all processes; on a host with many of them that takes 100 ms.
  ///
  /// @param file open in this process
  public static OpenWriters of(Fd file) throws IOException {
    Path own = PROC.resolve("self/fd/" + file.number());
    return new Search(inode(own)).run();
  }

  /// Those that do not append, each once.
  public List<Writer> unsafe() {
    return writers.stream().filter(writer -> !writer.appends()).distinct().toList();
  }

  /// Device and inode, as the JDK has them.
  private static Map<String, Object> inode(Path file) throws IOException {
    return Files.readAttributes(file, "unix:dev,ino");
  }

  private static final class Search {
    private final Map<String, Object> wanted;
    private final List<Writer> found = new ArrayList<>();
    private boolean complete = true;

    Search(Map<String, Object> wanted) {
      this.wanted = wanted;
    }

    OpenWriters run() throws IOException {
      try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[1-9]*")) {
        for (Path process : processes) {
          handles(process);
        }
      }
      return new OpenWriters(found, complete);
    }

    private void handles(Path process) {
      try (DirectoryStream<Path> handles = Files.newDirectoryStream(process.resolve("fd"))) {
        for (Path handle : handles) {
          handle(process, handle);
        }
      } catch (IOException | DirectoryIteratorException e) {
        complete &= !Files.exists(process.resolve("fd")); // else it has ended meanwhile
      }
    }

    private void handle(Path process, Path handle) throws IOException {
      try {
        if (!inode(handle).equals(wanted)) {
          return;
        }
      } catch (IOException closedMeanwhile) {
        return;
      }
      int flags = flags(process.resolve("fdinfo").resolve(handle.getFileName()));
      if ((flags & ACCESS) != 0) {
        int pid = Integer.parseInt(process.getFileName().toString());
        found.add(
            new Writer(
                ProcessId.of(pid),
                Files.readString(process.resolve("comm")).strip(),
                (flags & APPEND) != 0));
      }
    }

    private static int flags(Path fdinfo) throws IOException {
      return Files.readAllLines(fdinfo).stream()
          .filter(line -> line.startsWith("flags:"))
          .map(line -> Integer.parseInt(line.substring("flags:".length()).strip(), 8))
          .findFirst()
          .orElse(0);
    }
  }
}
