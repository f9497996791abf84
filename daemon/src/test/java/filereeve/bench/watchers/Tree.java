package filereeve.bench.watchers;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Folders in groups of 100, for numbered files.
record Tree(Path root, int folders) {
  private static final int GROUP = 100;
  private static final byte[] CONTENT = {'x', '\n'};

  static Tree make(Path root, int folders) throws IOException {
    for (int i = 0; i < folders; i++) {
      if (i % GROUP == 0) {
        Files.createDirectories(root.resolve("g" + i / GROUP));
      }
      Files.createDirectory(folder(root, i));
    }
    return new Tree(root, folders);
  }

  private static Path folder(Path root, int i) {
    return root.resolve("g" + i / GROUP).resolve("d" + i);
  }

  /// The path of a file, in one of the folders.
  Path file(int number) {
    return folder(root, number % folders).resolve(Told.name(number));
  }

  /// Files from one number to another, the last excluded.
  void write(int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      Files.write(file(i), CONTENT);
    }
  }

  /// New folders, each with one file in it at once.
  void writeInNewFolders(int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      Path folder = folder(root, i % folders).resolve("new" + i);
      Files.createDirectory(folder);
      Files.write(folder.resolve(Told.name(i)), CONTENT);
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
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException error)
              throws IOException {
            if (error != null) {
              throw error;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
