package filereeve.codec;

import filereeve.files.Folder;
import filereeve.posix.Stat;
import java.nio.file.Path;
import java.util.Optional;

/// What may not be compressed, in sentences with the remedy.
final class Refusals {
  private Refusals() {}

  static Optional<Replacement.Refused> of(Folder folder, Path name, Stat stat) {
    if (stat.type() != Stat.Type.REGULAR) {
      return Optional.of(
          refused(folder, name, "it is not a regular file. Leave it out of the rule"));
    }
    if (stat.links() > 1) {
      return Optional.of(
          refused(
              folder,
              name,
              "it has "
                  + stat.links()
                  + " names (hard links), and the others would go on leading to the old content."
                  + " Remove the other names"));
    }
    return Optional.empty();
  }

  static Replacement.Refused targetTaken(Folder folder, Path name, Folder to, Path target) {
    return refused(
        folder,
        name,
        to.path().resolve(target)
            + " exists, and is not the compressed form of it. Move one of the two away");
  }

  private static Replacement.Refused refused(Folder folder, Path name, String why) {
    return new Replacement.Refused(
        "cannot compress %s: %s.".formatted(folder.path().resolve(name), why));
  }
}
