package filereeve.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The parts of a host that a first configuration is made from, in a directory.
///
/// @param root in the place of `/`
record FakeHost(Path root) {
  FakeHost log(String path, int bytes) throws IOException {
    return file(path, "x".repeat(bytes));
  }

  FakeHost file(String path, String content) throws IOException {
    Path file = root.resolve(path.substring(1));
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, content);
    return this;
  }

  FakeHost program(String path) throws IOException {
    file(path, "");
    Files.setPosixFilePermissions(
        root.resolve(path.substring(1)), PosixFilePermissions.fromString("rwxr-xr-x"));
    return this;
  }

  FakeHost mode(String path, String mode) throws IOException {
    Files.setPosixFilePermissions(
        root.resolve(path.substring(1)), PosixFilePermissions.fromString(mode));
    return this;
  }

  /// A process that has one file open.
  ///
  /// @param flags of `open(2)`, octal, as `/proc/PID/fdinfo` has them
  FakeHost process(int pid, String name, String path, String flags) throws IOException {
    file("/proc/%d/comm".formatted(pid), name + "\n");
    file("/proc/%d/fdinfo/3".formatted(pid), "pos:\t0\nflags:\t%s\nmnt_id:\t1\n".formatted(flags));
    Path descriptors = Files.createDirectories(root.resolve("proc/%d/fd".formatted(pid)));
    Files.createSymbolicLink(descriptors.resolve("3"), root.resolve(path.substring(1)));
    return this;
  }

  FirstConfiguration found() throws IOException {
    return FirstConfiguration.of(root);
  }
}
