package filereeve.replace;

import filereeve.files.Directory;
import filereeve.posix.Stat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// An archive under a temporary name.
final class NewArchive extends Prepared {
  private final TempFile temp;
  private final long compressed;
  private boolean durable;

  /// @param compressed bytes of the archive
  NewArchive(Directory from, Directory to, OpenFile source, TempFile temp, long compressed) {
    super(from, to, source);
    this.temp = temp;
    this.compressed = compressed;
  }

  @Override
  public void beginSync() throws IOException {
    temp.beginSync();
  }

  @Override
  public void sync() throws IOException {
    if (!durable) {
      temp.sync();
      durable = true;
    }
  }

  @Override
  public Optional<Replacement> giveName(Path name, Path target) throws IOException {
    if (!durable) {
      throw new IllegalStateException(target + " is not durable yet");
    }
    if (!source.isUnchangedAt(name)) {
      return Optional.of(new Replacement.Changed("it changed while it was compressed"));
    }
    return temp.rename(target)
        ? Optional.empty()
        : Optional.of(Refusals.targetTaken(from(), name, to(), target));
  }

  @Override
  public Replacement removeOriginal(Path name, Path target) throws IOException {
    Optional<Stat> now = from().stat(name);
    if (now.isEmpty() || !now.get().sameInode(source.opened())) {
      return done(); // removed by somebody else: then the archive is all there is
    }
    if (!source.isUnchanged(now.get())) {
      takeBack(target);
      return new Replacement.Changed("it changed just before it was to be replaced");
    }
    from().unlink(name);
    return done();
  }

  @Override
  public Replacement done() {
    return new Replacement.Compressed(source.opened().size(), compressed);
  }

  /// What is written to the original from now on would be missing in the archive.
  @Override
  public void takeBack(Path target) throws IOException {
    if (temp.isAt(target)) {
      to().unlink(target);
      to().sync(); // else a power cut could bring it back, with less in it than the original has
    }
  }

  @Override
  public void close() throws IOException {
    try (source;
        temp) {
      // Both are closed, whatever becomes of the other.
    }
  }
}
