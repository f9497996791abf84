package filereeve.codec;

import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/// Whether a file that has an archive's name is the complete compressed variant of a source.
final class ArchiveComparison {
  private final Posix posix;
  private final OpenFile source;
  private final OpenFile archive;
  private final Codec codec;
  private final LongConsumer progress;

  ArchiveComparison(
      Posix posix, OpenFile source, OpenFile archive, Codec codec, LongConsumer progress) {
    this.posix = posix;
    this.source = source;
    this.archive = archive;
    this.codec = codec;
    this.progress = progress;
  }

  boolean isSame() throws IOException, InterruptedException {
    if (archive.opened().type() != Stat.Type.REGULAR) {
      return false;
    }
    try (InputStream original = new FdInput(posix, source.fd(), source.opened().size());
        InputStream decoder =
            codec.decoder(new FdInput(posix, archive.fd(), archive.opened().size()))) {
      return Contents.same(original, decoder, progress);
    } catch (PosixException e) {
      throw e;
    } catch (IOException _) {
      // The decoder's word for: no archive, cut off, or damaged.
      return false;
    }
  }
}
