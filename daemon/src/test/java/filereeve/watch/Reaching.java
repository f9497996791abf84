package filereeve.watch;

import filereeve.route.Reach;
import java.nio.file.Path;
import java.util.function.Predicate;

/// What is of interest, by the paths of directories.
record Reaching(Path directory, Predicate<Path> wanted) implements Reach {
  static Reach everything(Path directory) {
    return new Reaching(directory, _ -> true);
  }

  @Override
  public boolean mayMatchBelow() {
    return wanted.test(directory);
  }

  @Override
  public Reach in(String name) {
    return new Reaching(directory.resolve(name), wanted);
  }
}
