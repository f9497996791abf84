package filereeve.setup;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A process that has a log open for writing.
///
/// @param name of its program, as far as the kernel keeps it
/// @param appends whether each write goes to the end of the file (`O_APPEND`)
record FoundWriter(String name, int pid, boolean appends) implements Comparable<FoundWriter> {
  private static final int ACCESS = 3;
  private static final int APPEND = 02000;
  private static final String FLAGS = "flags:";

  private static final Comparator<FoundWriter> ORDER =
      Comparator.comparing(FoundWriter::name)
          .thenComparingInt(FoundWriter::pid)
          .thenComparing(FoundWriter::appends);

  @Override
  public int compareTo(FoundWriter other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return name + " (" + pid + ")";
  }

  /// The writers of all files, by the key of the file ([BasicFileAttributes#fileKey]): a path can
  /// be that of another file in a container. What may not be seen, or ends meanwhile, is left out:
  /// this is for a suggestion.
  static Map<Object, Set<FoundWriter>> all(Path proc) {
    var writers = new HashMap<Object, Set<FoundWriter>>();
    for (Path process : entries(proc, "[1-9]*")) {
      for (Path descriptor : entries(process.resolve("fd"), "*")) {
        find(process, descriptor)
            .ifPresent(
                found ->
                    writers.computeIfAbsent(found.file, _ -> new TreeSet<>()).add(found.writer));
      }
    }
    return writers;
  }

  private record Found(Object file, FoundWriter writer) {}

  private static Optional<Found> find(Path process, Path descriptor) {
    try {
      Path target = Files.readSymbolicLink(descriptor);
      Path info = process.resolve("fdinfo").resolve(descriptor.getFileName());
      int flags = target.isAbsolute() ? flags(info) : 0;
      return (flags & ACCESS) == 0
          ? Optional.empty()
          : Optional.of(
              new Found(
                  Files.readAttributes(descriptor, BasicFileAttributes.class).fileKey(),
                  new FoundWriter(
                      Files.readString(process.resolve("comm")).strip(),
                      Integer.parseInt(process.getFileName().toString()),
                      (flags & APPEND) != 0)));
    } catch (IOException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static int flags(Path info) throws IOException {
    return Files.readAllLines(info).stream()
        .filter(line -> line.startsWith(FLAGS))
        .mapToInt(line -> Integer.parseInt(line.substring(FLAGS.length()).strip(), 8))
        .findFirst()
        .orElse(0);
  }

  private static List<Path> entries(Path directory, String names) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, names)) {
      var all = new TreeSet<Path>();
      entries.forEach(all::add);
      return List.copyOf(all);
    } catch (IOException | DirectoryIteratorException _) {
      return List.of();
    }
  }
}
