package filereeve.setup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.Charset;
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
    return file(path, content, UTF_8);
  }

  private FakeHost file(String path, String content, Charset charset) throws IOException {
    Path file = root.resolve(path.substring(1));
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, content, charset);
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
  /// @param name a character for each byte
  /// @param flags of `open(2)`, octal, as `/proc/PID/fdinfo` has them
  FakeHost process(int pid, String name, String path, String flags) throws IOException {
    file("/proc/%d/comm".formatted(pid), name + "\n", ISO_8859_1);
    file("/proc/%d/fdinfo/3".formatted(pid), "pos:\t0\nflags:\t%s\nmnt_id:\t1\n".formatted(flags));
    Path descriptors = Files.createDirectories(root.resolve("proc/%d/fd".formatted(pid)));
    Files.createSymbolicLink(descriptors.resolve("3"), root.resolve(path.substring(1)));
    return this;
  }

  FirstConfiguration found() throws IOException {
    return FirstConfiguration.of(root);
  }
}
