package filereeve.handler.rotate;

import static java.util.Objects.requireNonNull;

import filereeve.posix.Fd;
import filereeve.posix.Open;
import filereeve.posix.Posix;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// Stands between the program and the kernel, sees each removal before it happens, and knows what a
/// power cut could take back: what was written and not synced, and names in folders that were not.
final class Witness {
  /// Is asked before a file goes.
  interface Removal {
    /// @throws AssertionError if it may not go
    void check(Path file) throws IOException;
  }

  /// What others do between two calls.
  interface Meanwhile {
    void happen() throws Exception;
  }

  private final Set<Path> unsyncedFiles = new HashSet<>();
  private final Set<Path> unsyncedNames = new HashSet<>();
  private final Posix watched;

  Witness(Posix real, Removal removal, Meanwhile meanwhile) {
    this.watched =
        (Posix)
            Proxy.newProxyInstance(
                Posix.class.getClassLoader(),
                new Class<?>[] {Posix.class},
                (_, method, arguments) -> {
                  meanwhile.happen();
                  if (method.getName().equals("unlink")) {
                    removal.check(path(arguments[0], arguments[1]));
                  }
                  try {
                    Object result = method.invoke(real, arguments);
                    made(method, arguments);
                    return result;
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
  }

  Posix posix() {
    return watched;
  }

  /// Somebody else wrote it, and did not sync it.
  void written(Path file) {
    unsyncedFiles.add(file);
    unsyncedNames.add(file);
  }

  /// Whether a file would be there, whole and under its name, after a power cut.
  boolean isDurable(Path file) {
    return !unsyncedFiles.contains(file) && !unsyncedNames.contains(file);
  }

  private void made(Method method, Object[] arguments) {
    switch (method.getName()) {
      case "open" -> {
        if (arguments[2] == Open.CREATE_NEW) {
          Path made = path(arguments[0], arguments[1]);
          unsyncedFiles.add(made);
          unsyncedNames.add(made);
        }
      }
      case "write" -> unsyncedFiles.add(path(arguments[0]));
      case "sync" -> {
        unsyncedFiles.remove(path(arguments[0]));
        unsyncedNames.removeIf(name -> ArchivePlace.folderOf(name).equals(path(arguments[0])));
      }
      case "rename", "replace" ->
          renamed(path(arguments[0], arguments[1]), path(arguments[2], arguments[3]));
      case "unlink" -> unsyncedFiles.remove(path(arguments[0], arguments[1]));
      default -> {}
    }
  }

  private void renamed(Path from, Path to) {
    unsyncedFiles.remove(to); // of a file that somebody else removed
    if (unsyncedFiles.remove(from)) {
      unsyncedFiles.add(to);
    }
    unsyncedNames.remove(from);
    unsyncedNames.add(to);
  }

  private static Path path(Object fd) {
    return Path.of(((Fd) fd).path());
  }

  private static Path path(Object folder, Object name) {
    return path(folder).resolve(requireNonNull((Path) name));
  }
}
