package filereeve.bench.watchers;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Directories in groups of 100, for numbered files.
record Tree(Path root, int directories) {
  private static final int GROUP = 100;
  private static final byte[] CONTENT = {'x', '\n'};

  static Tree make(Path root, int directories) throws IOException {
    for (int i = 0; i < directories; i++) {
      if (i % GROUP == 0) {
        Files.createDirectories(root.resolve("g" + i / GROUP));
      }
      Files.createDirectory(directory(root, i));
    }
    return new Tree(root, directories);
  }

  private static Path directory(Path root, int i) {
    return root.resolve("g" + i / GROUP).resolve("d" + i);
  }

  /// The path of a file, in one of the directories.
  Path file(int number) {
    return directory(root, number % directories).resolve(ReportedFiles.name(number));
  }

  /// Files from one number to another, the last excluded.
  void write(int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      Files.write(file(i), CONTENT);
    }
  }

  /// New directories, each with one file in it at once.
  void writeInNewDirectories(int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      Path directory = directory(root, i % directories).resolve("new" + i);
      Files.createDirectory(directory);
      Files.write(directory.resolve(ReportedFiles.name(i)), CONTENT);
    }
  }

  /// Files that are there, without content.
  void empty(int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      Files.write(file(i), new byte[0]);
    }
  }

  static void remove(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException error)
              throws IOException {
            if (error != null) {
              throw error;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
