package filereeve.notify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The host's own name, without asking any network.
final class HostName {
  private static final Path KERNELS = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  /// In ASCII, fit for an address.
  static String get() {
    String name;
    try {
      name = Files.readString(KERNELS).strip();
    } catch (IOException e) {
      name = "";
    }
    return name.matches("[A-Za-z0-9._-]+") ? name : "localhost";
  }
}
