package filereeve.testing;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;

/// Fails a test that leaves a file open in one of its temporary directories: the program would
/// leave it open, too, until it has no descriptor left. For tests of what opens files; where a test
/// stops the program in the middle, only the kernel would close them.
public final class NothingLeftOpen implements AfterEachCallback {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    for (Path directory : temporaryDirectories(context.getRequiredTestInstance())) {
      requireNothing(directory);
    }
  }

  private static List<Path> temporaryDirectories(Object test) throws IllegalAccessException {
    var found = new ArrayList<Path>();
    for (Class<?> type = test.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (field.isAnnotationPresent(TempDir.class)) {
          field.setAccessible(true);
          found.add((Path) field.get(test));
        }
      }
    }
    return found;
  }

  private static void requireNothing(Path directory) throws IOException {
    try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
      Optional<Path> open =
          descriptors
              .flatMap(descriptor -> target(descriptor).stream())
              .filter(target -> target.startsWith(directory))
              .findAny();
      if (open.isPresent()) {
        throw new AssertionError("it was left open: " + open.get());
      }
    }
  }

  /// Empty if it is closed by now.
  private static Optional<Path> target(Path descriptor) {
    try {
      return Optional.of(Files.readSymbolicLink(descriptor));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
