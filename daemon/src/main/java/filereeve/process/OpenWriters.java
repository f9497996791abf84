package filereeve.process;

import filereeve.posix.Fd;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The processes that have one file open for writing, as `/proc` has them.
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

    /// A handle that cannot be read hides no other one of its process.
    private void handle(Path process, Path handle) {
      try {
        if (inode(handle).equals(wanted)) {
          writer(process, handle);
        }
      } catch (NoSuchFileException closedMeanwhile) {
        return;
      } catch (FileSystemException notAllowed) {
        complete &= Files.notExists(handle, LinkOption.NOFOLLOW_LINKS); // it has not just ended
      } catch (IOException closedWhileRead) {
        return; // the kernel opens `fdinfo` of a handle, and has nothing to say once that is closed
      }
    }

    private void writer(Path process, Path handle) throws IOException {
      Map<String, String> facts = facts(process.resolve("fdinfo").resolve(handle.getFileName()));
      int flags = Integer.parseInt(facts.getOrDefault("flags", "0"), 8);
      if ((flags & ACCESS) != 0 && isStill(handle, facts)) {
        found.add(
            new Writer(
                ProcessId.of(Integer.parseInt(process.getFileName().toString())),
                Files.readString(process.resolve("comm")).strip(),
                (flags & APPEND) != 0));
      }
    }

    /// A shell opens another file under the same number from one line to the next: then the flags
    /// are that one's. Kernels before 5.14 do not say whose they are.
    private boolean isStill(Path handle, Map<String, String> facts) throws IOException {
      String inode = facts.get("ino");
      return inode == null
          ? inode(handle).equals(wanted)
          : inode.equals(String.valueOf(wanted.get("ino")));
    }

    /// The lines `key:value` of a file below `fdinfo`.
    private static Map<String, String> facts(Path fdinfo) throws IOException {
      var facts = new HashMap<String, String>();
      for (String line : Files.readAllLines(fdinfo)) {
        int colon = line.indexOf(':');
        if (colon > 0) {
          facts.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
      }
      return facts;
    }
  }
}
