package filereeve.packaging;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A Java with the modules that the program uses, and no others (jlink).
final class JavaRuntime {
  /// What the libraries use. `java.desktop` is for `java.beans` alone (Quartz), `java.rmi` and
  /// `java.management` for Quartz, `java.naming` and `java.xml` for Logback, `jdk.unsupported` for
  /// the codecs.
  private static final String MODULES =
      "java.base,java.desktop,java.logging,java.management,java.naming,java.rmi,java.xml,"
          + "jdk.unsupported";

  private JavaRuntime() {}

  /// Makes it of the Java that this program runs in.
  static void link(Path directory) throws IOException, InterruptedException {
    Program.run(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
            "--add-modules",
            MODULES,
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--exclude-files=regex:/java.desktop/.*",
            "--exclude-resources=regex:/java.desktop/(?!" + neededOfDesktop() + ").*",
            "--output",
            directory.toString()));
    for (String unused : List.of("bin/keytool", "bin/rmiregistry", "lib/classlist")) {
      Files.delete(directory.resolve(unused));
    }
  }

  /// Of `java.desktop`, which is a third of the whole, `java.beans`; and of each other package its
  /// smallest file, because jlink wants no package empty.
  private static String neededOfDesktop() throws IOException {
    Path desktop = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.desktop");
    try (Stream<Path> files = Files.walk(desktop)) {
      Map<Path, List<Path>> byPackage =
          files.filter(Files::isRegularFile).collect(groupingBy(Path::getParent));
      return byPackage.values().stream()
          .map(JavaRuntime::smallest)
          .map(file -> desktop.relativize(file).toString())
          .sorted()
          .map(name -> name.replace("$", "\\$").replace(".", "\\."))
          .collect(joining("|", "module-info|java/beans/|com/sun/beans/|", ""));
    }
  }

  private static Path smallest(List<Path> files) {
    return files.stream()
        .min(Comparator.comparingLong(JavaRuntime::size).thenComparing(Path::toString))
        .orElseThrow();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
