package filereeve.posix;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.TrustedPath.LastLink;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// A process that another thread starts at the same moment would otherwise keep a log open, or a
/// lock, for as long as it runs.
class NotInheritedTest extends OneDirectory {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final int O_CLOEXEC = 02000000;

  /// A way to open something.
  record Way(String name, Opening opening) {
    @Override
    public String toString() {
      return name;
    }
  }

  interface Opening {
    Closeable in(LinuxPosix posix, Fd directory) throws IOException;
  }

  static final List<Way> WAYS =
      Stream.concat(
              Stream.of(Open.values())
                  .map(
                      how ->
                          new Way(
                              how.name(),
                              (posix, directory) -> {
                                Path name =
                                    switch (how) {
                                      case CREATE_NEW -> Path.of("new");
                                      case DIRECTORY -> Path.of("directory");
                                      default -> Path.of("file");
                                    };
                                Fd fd = posix.open(directory, name, how, 0600);
                                return () -> posix.close(fd);
                              })),
              Stream.of(
                  new Way(
                      "a path without links",
                      (posix, directory) -> {
                        Fd fd = posix.openDirectory(Path.of(directory.path()));
                        return () -> posix.close(fd);
                      }),
                  new Way(
                      "a path part by part",
                      (posix, directory) -> {
                        var path = new TrustedPath(posix, LastLink.FOLLOWED);
                        Fd fd = path.walk(Path.of(directory.path()));
                        return () -> posix.close(fd);
                      }),
                  new Way(
                      "a pipe",
                      (posix, _) -> {
                        Pipe pipe = posix.pipe();
                        return () -> {
                          posix.close(pipe.reader());
                          posix.close(pipe.writer());
                        };
                      }),
                  new Way("inotify", (posix, _) -> posix.inotify()),
                  new Way("the mount table", (posix, _) -> posix.mountChanges())))
          .toList();

  @ParameterizedTest
  @FieldSource("WAYS")
  void noChildInheritsWhatIsOpen(Way way) throws Exception {
    Files.createFile(dir.resolve("file"));
    Files.createDirectory(dir.resolve("directory"));
    Set<Path> before = descriptors();

    try (Closeable _ = way.opening.in(new LinuxPosix(), directory)) {
      Set<Path> opened = descriptors();
      opened.removeAll(before);
      assertThat(opened)
          .isNotEmpty()
          .allSatisfy(descriptor -> assertThat(flags(descriptor) & O_CLOEXEC).isNotZero());
    }
  }

  private static Set<Path> descriptors() throws IOException {
    List<Path> all;
    try (Stream<Path> listing = Files.list(DESCRIPTORS)) {
      all = listing.toList();
    }
    return all.stream() // without that of the listing
        .filter(Files::isSymbolicLink)
        .map(Path::getFileName)
        .collect(Collectors.toSet());
  }

  private static int flags(Path descriptor) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/fdinfo").resolve(descriptor)).stream()
        .filter(line -> line.startsWith("flags:"))
        .map(line -> Integer.parseInt(line.substring("flags:".length()).strip(), 8))
        .findFirst()
        .orElseThrow();
  }
}
