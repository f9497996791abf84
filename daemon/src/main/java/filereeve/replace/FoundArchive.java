package filereeve.replace;

import filereeve.files.Directory;
import filereeve.posix.Posix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// An archive that has its final name already and holds exactly the original's content: an earlier
/// run was cut off between giving the name and removing the original.
final class FoundArchive extends Prepared {
  private final Posix posix;
  private final OpenFile archive;

  FoundArchive(Posix posix, Directory from, Directory to, OpenFile source, OpenFile archive) {
    super(from, to, source);
    this.posix = posix;
    this.archive = archive;
  }

  @Override
  public void beginSync() throws IOException {
    posix.beginSync(archive.fd());
  }

  @Override
  public void sync() throws IOException {
    posix.sync(archive.fd());
  }

  @Override
  public Optional<Replacement> giveName(Path name, Path target) throws IOException {
    return isUnchanged(name, target) ? Optional.empty() : Optional.of(changed());
  }

  @Override
  public Replacement removeOriginal(Path name, Path target) throws IOException {
    if (!isUnchanged(name, target)) {
      return changed();
    }
    from().unlink(name);
    return done();
  }

  /// It was there before; whether it still is the original's is for the next run to find out.
  @Override
  public void takeBack(Path target) {}

  @Override
  public Replacement done() {
    return new Replacement.AlreadyDone(source.opened().size(), archive.opened().size());
  }

  private boolean isUnchanged(Path name, Path target) throws IOException {
    return source.isUnchangedAt(name) && archive.isUnchangedAt(target);
  }

  private static Replacement changed() {
    return new Replacement.Changed("it or its archive changed while they were compared");
  }

  @Override
  public void close() throws IOException {
    try (source;
        archive) {
      // Both are closed, whatever becomes of the other.
    }
  }
}
