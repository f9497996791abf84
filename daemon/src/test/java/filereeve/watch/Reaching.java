package filereeve.watch;

import filereeve.route.Reach;
import java.nio.file.Path;
import java.util.function.Predicate;

/// What is of interest, by the paths of folders.
record Reaching(Path folder, Predicate<Path> wanted) implements Reach {
  static Reach everything(Path folder) {
    return new Reaching(folder, _ -> true);
  }

  @Override
  public boolean mayMatchBelow() {
    return wanted.test(folder);
  }

  @Override
  public Reach in(String name) {
    return new Reaching(folder.resolve(name), wanted);
  }
}
