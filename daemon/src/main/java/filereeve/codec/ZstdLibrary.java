package filereeve.codec;

import com.github.luben.zstd.util.Native;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The native library of zstd-jni. It is loaded once a process, from a copy that is unpacked into a
/// directory and removed at once. A host can forbid to execute files there (`noexec`), or have no
/// space left.
public final class ZstdLibrary {
  private ZstdLibrary() {}

  /// Loads it, if it is not loaded yet, from the first of these directories that permits it.
  ///
  /// @throws IOException if none does; another call may succeed later
  public static void load(List<Path> directories) throws IOException {
    String why = "";
    for (Path directory : directories) {
      if (Native.isLoaded()) {
        return;
      }
      try {
        Native.load(directory.toFile());
      } catch (LinkageError e) {
        why += directory + ": " + firstLine(e) + "; ";
      }
    }
    if (!Native.isLoaded()) {
      throw new IOException(
          "cannot load zstd's native library: %sRemedy: mount one of these directories without noexec, free space there, or choose another codec."
              .formatted(why));
    }
  }

  /// Loads it for somebody who did not call [#load] at the start.
  static void require() throws IOException {
    load(List.of(Path.of(System.getProperty("java.io.tmpdir"))));
  }

  private static String firstLine(LinkageError e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
