package filereeve.replace;

import filereeve.codec.Codec;
import filereeve.codec.Compressors;
import filereeve.codec.FramedArchive;
import filereeve.codec.Level;
import filereeve.posix.Posix;
import filereeve.posix.Stat;
import java.io.IOException;
import java.util.function.LongConsumer;

/// Makes a temporary file the complete and verified archive of a source.
final class ArchiveWriter {
  private final Posix posix;
  private final Compressors compressors;
  private final OpenFile source;
  private final TempFile temp;
  private final Codec codec;
  private final LongConsumer progress;

  ArchiveWriter(
      Posix posix,
      Compressors compressors,
      OpenFile source,
      TempFile temp,
      Codec codec,
      LongConsumer progress) {
    this.posix = posix;
    this.compressors = compressors;
    this.source = source;
    this.temp = temp;
    this.codec = codec;
    this.progress = progress;
  }

  /// @return false if the source changed meanwhile: then the temporary file is worth nothing
  boolean write(Level level) throws IOException, InterruptedException {
    long size = source.opened().size();
    var content = new FramedArchive(posix, source.fd(), size, temp.fd(), codec, level, progress);
    if (!content.write(compressors) || !source.isUnchanged()) {
      return false;
    }
    giveAttributes();
    return true;
  }

  /// The owner comes first: changing it takes bits of the mode and attributes away. Until then
  /// nobody else could open the file.
  private void giveAttributes() throws IOException {
    Stat wanted = source.opened();
    Stat made = posix.stat(temp.fd());
    if (made.uid() != wanted.uid() || made.gid() != wanted.gid()) {
      posix.chown(temp.fd(), wanted.uid(), wanted.gid());
    }
    posix.copyAttributes(source.fd(), temp.fd());
    posix.chmod(temp.fd(), wanted.mode());
    posix.setTimes(temp.fd(), wanted.accessed(), wanted.modified());
  }
}
