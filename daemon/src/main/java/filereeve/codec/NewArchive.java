package filereeve.codec;

import filereeve.files.Folder;
import filereeve.posix.Fd;
import java.io.IOException;
import java.nio.file.Path;

/// An archive under a temporary name.
///
/// The order is what makes a crash harmless at every point: archive durable → final name → name
/// durable → original removed → removal durable. Cut off before the final name, there is a
/// temporary file too many, and the next run removes it; after it, there are original and archive,
/// and the next run compares them ([FoundArchive]).
final class NewArchive implements Prepared {
  private final Folder folder;
  private final OpenFile source;
  private final TempFile temp;
  private final long compressed;

  /// @param compressed bytes of the archive
  NewArchive(Folder folder, OpenFile source, TempFile temp, long compressed) {
    this.folder = folder;
    this.source = source;
    this.temp = temp;
    this.compressed = compressed;
  }

  @Override
  public Fd original() {
    return source.fd();
  }

  @Override
  public Replacement publish(Path name, Path target, Original original) throws IOException {
    if (!source.isUnchangedAt(name)) {
      return new Replacement.Changed("it changed while it was compressed");
    }
    if (!temp.rename(target)) {
      return Refusals.targetTaken(folder, name, target);
    }
    folder.sync();
    if (original == Original.REMOVE) {
      if (!source.isUnchangedAt(name)) {
        return takeBack(target);
      }
      folder.unlink(name);
      folder.sync();
    }
    return new Replacement.Compressed(source.opened().size(), compressed);
  }

  /// Somebody wrote to the original while the folder was being synced: the archive lacks that.
  private Replacement takeBack(Path target) throws IOException {
    folder.unlink(target);
    folder.sync();
    return new Replacement.Changed("it changed just before it was to be replaced");
  }

  @Override
  public void close() throws IOException {
    try (source;
        temp) {
      // Both are closed, whatever becomes of the other.
    }
  }
}
