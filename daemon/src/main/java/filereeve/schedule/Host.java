package filereeve.schedule;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What distinguishes this host from others.
public final class Host {
  private static final List<Path> IDS =
      List.of(Path.of("/etc/machine-id"), Path.of("/proc/sys/kernel/hostname"));

  private Host() {}

  /// The machine id, which stays the same for as long as the system is installed; a container may
  /// have none, then the host's name.
  ///
  /// @throws IOException if there is neither
  public static String id() throws IOException {
    for (Path path : IDS) {
      if (Files.isReadable(path)) {
        // Not by `readString`: of a file without a size, such as the second, it gets one byte.
        List<String> lines = Files.readAllLines(path);
        if (!lines.isEmpty() && !lines.getFirst().isBlank()) {
          return lines.getFirst().strip();
        }
      }
    }
    throw new IOException("this host has no identity: none of " + IDS + " can be read");
  }
}
