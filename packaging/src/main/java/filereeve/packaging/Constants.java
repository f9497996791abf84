package filereeve.packaging;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.InvokeDynamicEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipFile;

/// Which constants of a class Java is to resolve when it archives the class: those that name
/// classes and their members, and the lambdas and concatenations.
///
/// @param runtime the classes of Java, as the image has them
/// @param inJava where they are, by name
/// @param jars of the program
record Constants(FileSystem runtime, Map<String, Path> inJava, List<JarFile> jars)
    implements AutoCloseable {
  static Constants of(Path image) throws IOException {
    FileSystem runtime =
        FileSystems.newFileSystem(
            URI.create("jrt:/"), Map.of("java.home", image.resolve("runtime").toString()));
    var jars = new ArrayList<JarFile>();
    jars.add(jar(image.resolve("filereeve.jar")));
    for (Path library : Trees.below(image.resolve("lib"))) {
      jars.add(jar(library));
    }
    return new Constants(runtime, classes(runtime), jars);
  }

  private static JarFile jar(Path file) throws IOException {
    return new JarFile(file.toFile(), false, ZipFile.OPEN_READ, Runtime.version());
  }

  private static Map<String, Path> classes(FileSystem runtime) throws IOException {
    var classes = new HashMap<String, Path>();
    try (Stream<Path> files = Files.walk(runtime.getPath("/modules"))) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> classes.put(file.subpath(2, file.getNameCount()).toString(), file));
    }
    return classes;
  }

  /// A line of a class list, or nothing if the program has no such class: Java makes some itself.
  ///
  /// @param name as `java/lang/Object`
  Optional<String> line(String name) throws IOException {
    Optional<byte[]> content = content(name + ".class");
    return content.map(
        bytes ->
            StreamSupport.stream(ClassFile.of().parse(bytes).constantPool().spliterator(), false)
                .filter(Constants::isResolvable)
                .map(entry -> Integer.toString(entry.index()))
                .collect(joining(" ", "@cp " + name + " ", "")));
  }

  private static boolean isResolvable(PoolEntry entry) {
    return entry instanceof ClassEntry
        || entry instanceof MemberRefEntry
        || entry instanceof InvokeDynamicEntry;
  }

  private Optional<byte[]> content(String file) throws IOException {
    if (inJava.containsKey(file)) {
      return Optional.of(Files.readAllBytes(inJava.get(file)));
    }
    for (JarFile jar : jars) {
      if (jar.getEntry(file) != null) {
        try (InputStream in = jar.getInputStream(jar.getEntry(file))) {
          return Optional.of(in.readAllBytes());
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    for (JarFile jar : jars) {
      jar.close();
    }
    runtime.close();
  }
}
