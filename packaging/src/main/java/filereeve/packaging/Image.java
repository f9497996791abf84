package filereeve.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/// The program, in a directory that needs nothing of the host but glibc: launcher, jars, native
/// libraries, a [JavaRuntime], and a [ClassArchive], with which it starts in two fifths of the
/// time. The same sources on the same JDK give the same bytes.
///
/// @param daemon the built module
/// @param launcher what starts the program
/// @param time of every file
/// @param directory that is made; an older one is replaced
record Image(Path daemon, Path launcher, Instant time, Path directory) {
  /// For the compiler only, or for formats that the program does not use.
  private static final List<String> UNUSED = List.of("jspecify-", "jakarta.xml.bind-api-");

  private static final List<String> EXECUTABLES =
      List.of("filereeve", "runtime/bin/java", "runtime/lib/jexec", "runtime/lib/jspawnhelper");

  void make() throws IOException, InterruptedException {
    Trees.delete(directory);
    Files.createDirectories(directory.resolve("lib"));
    Files.createDirectories(directory.resolve("native"));
    JavaRuntime.link(directory.resolve("runtime"));
    program();
    finish();
    classes();
    finish();
  }

  private void program() throws IOException {
    Files.copy(launcher, directory.resolve("filereeve"));
    Files.copy(daemon.resolve("java.options"), directory.resolve("java.options"));
    Files.copy(daemon.resolve("target/filereeve.jar"), directory.resolve("filereeve.jar"));
    try (Stream<Path> jars = Files.list(daemon.resolve("target/lib"))) {
      for (Path jar : (Iterable<Path>) jars.sorted()::iterator) {
        String name = jar.getFileName().toString();
        if (UNUSED.stream().noneMatch(name::startsWith)) {
          new Library(jar, time.atOffset(ZoneOffset.UTC).toLocalDateTime())
              .unpack(directory.resolve("lib").resolve(name), directory.resolve("native"));
        }
      }
    }
  }

  private void classes() throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("filereeve-training");
    try {
      new ClassArchive(directory, work).make();
    } finally {
      Trees.delete(work);
    }
  }

  /// Modes and times. Java refuses an archive of classes whose jars have another time.
  private void finish() throws IOException {
    for (Path file : Trees.below(directory)) {
      if (!Files.isSymbolicLink(file)) {
        Files.setPosixFilePermissions(
            file, PosixFilePermissions.fromString(isExecutable(file) ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }
    Trees.setTimes(directory, FileTime.from(time));
  }

  private static boolean isExecutable(Path file) {
    return Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
        || EXECUTABLES.stream().anyMatch(file::endsWith);
  }
}
