package filereeve.codec;

import filereeve.files.Folder;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import java.io.IOException;
import java.nio.file.Path;

/// An archive that has its final name already and holds exactly the original's content: an earlier
/// run was cut off between giving the name and removing the original.
final class FoundArchive implements Prepared {
  private final Posix posix;
  private final Folder folder;
  private final OpenFile source;
  private final OpenFile archive;

  FoundArchive(Posix posix, Folder folder, OpenFile source, OpenFile archive) {
    this.posix = posix;
    this.folder = folder;
    this.source = source;
    this.archive = archive;
  }

  @Override
  public Fd original() {
    return source.fd();
  }

  @Override
  public Replacement publish(Path name, Path target, Original original) throws IOException {
    posix.sync(archive.fd());
    folder.sync();
    if (!source.isUnchangedAt(name) || !archive.isUnchangedAt(target)) {
      return new Replacement.Changed("it or its archive changed while they were compared");
    }
    if (original == Original.REMOVE) {
      folder.unlink(name);
      folder.sync();
    }
    return new Replacement.AlreadyDone(source.opened().size(), archive.opened().size());
  }

  @Override
  public void close() throws IOException {
    try (source;
        archive) {
      // Both are closed, whatever becomes of the other.
    }
  }
}
