package filereeve.replace;

import filereeve.files.Directory;
import filereeve.posix.Stat;
import java.nio.file.Path;
import java.util.Optional;

/// What may not be compressed, in sentences with the remedy.
final class Refusals {
  private Refusals() {}

  static Optional<Replacement.Refused> of(Directory directory, Path name, Stat stat) {
    if (stat.type() != Stat.Type.REGULAR) {
      return Optional.of(
          refused(directory, name, "it is not a regular file. Leave it out of the rule"));
    }
    if (stat.links() > 1) {
      return Optional.of(
          refused(
              directory,
              name,
              "it has "
                  + stat.links()
                  + " names (hard links), and the others would go on leading to the old content."
                  + " Remove the other names"));
    }
    return Optional.empty();
  }

  static Replacement.Refused targetTaken(
      Directory directory, Path name, Directory to, Path target) {
    return refused(
        directory,
        name,
        to.path().resolve(target)
            + " exists, and is not the compressed variant of it. Move one of the two away");
  }

  private static Replacement.Refused refused(Directory directory, Path name, String why) {
    return new Replacement.Refused(
        "cannot compress %s: %s.".formatted(directory.path().resolve(name), why));
  }
}
