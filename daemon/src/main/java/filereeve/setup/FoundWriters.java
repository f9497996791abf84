package filereeve.setup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The processes that have files open for writing, as `/proc` shows them to this one.
final class FoundWriters {
  private static final int ACCESS = 3;
  private static final int APPEND = 02000;
  private static final String FLAGS = "flags:";

  /// By the key of the file ([BasicFileAttributes#fileKey]): a path can be that of another file in
  /// a container.
  private final Map<Object, Set<FoundWriter>> byFile = new HashMap<>();

  private boolean areAll = true;

  FoundWriters(Path proc) {
    for (Path process : entries(proc, "[1-9]*")) {
      for (Path descriptor : entries(process.resolve("fd"), "*")) {
        target(descriptor).filter(Path::isAbsolute).ifPresent(_ -> add(process, descriptor));
      }
    }
  }

  /// @param file its key
  Set<FoundWriter> of(Object file) {
    return byFile.getOrDefault(file, Set.of());
  }

  /// Whether no process has hidden its files, as those of other users do from everybody but root.
  boolean areAll() {
    return areAll;
  }

  /// What ends meanwhile is left out: this is for a suggestion.
  private void add(Path process, Path descriptor) {
    try {
      int flags = flags(process.resolve("fdinfo").resolve(descriptor.getFileName()));
      if ((flags & ACCESS) != 0) {
        Object file = Files.readAttributes(descriptor, BasicFileAttributes.class).fileKey();
        var writer =
            new FoundWriter(
                new String(Files.readAllBytes(process.resolve("comm")), ISO_8859_1).strip(),
                Integer.parseInt(process.getFileName().toString()),
                (flags & APPEND) != 0);
        byFile.computeIfAbsent(file, _ -> new TreeSet<>()).add(writer);
      }
    } catch (IOException | NumberFormatException _) {
      return;
    }
  }

  private static int flags(Path info) throws IOException {
    return Files.readAllLines(info, ISO_8859_1).stream()
        .filter(line -> line.startsWith(FLAGS))
        .mapToInt(line -> Integer.parseInt(line.substring(FLAGS.length()).strip(), 8))
        .findFirst()
        .orElse(0);
  }

  private Optional<Path> target(Path descriptor) {
    try {
      return Optional.of(Files.readSymbolicLink(descriptor));
    } catch (IOException e) {
      failed(e);
      return Optional.empty();
    }
  }

  private List<Path> entries(Path directory, String names) {
    var all = new TreeSet<Path>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, names)) {
      entries.forEach(all::add);
    } catch (IOException e) {
      failed(e);
    } catch (DirectoryIteratorException _) {
      return List.of(); // it has ended
    }
    return List.copyOf(all);
  }

  private void failed(IOException e) {
    areAll &= e instanceof NoSuchFileException; // it has ended
  }
}
