package filereeve.codec;

import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/// Makes a temporary file the complete and verified archive of a source.
final class ArchiveWriter {
  private final Posix posix;
  private final OpenFile source;
  private final TempFile temp;
  private final Codec codec;
  private final LongConsumer progress;

  ArchiveWriter(Posix posix, OpenFile source, TempFile temp, Codec codec, LongConsumer progress) {
    this.posix = posix;
    this.source = source;
    this.temp = temp;
    this.codec = codec;
    this.progress = progress;
  }

  /// @return false if the source changed meanwhile: then the temporary file is worth nothing
  boolean write(Level level) throws IOException, InterruptedException {
    Fingerprint content = compress(level);
    if (content.length() != source.opened().size()) {
      return false;
    }
    verify(content);
    if (!source.isUnchanged()) {
      return false;
    }
    giveAttributes();
    return true;
  }

  private Fingerprint compress(Level level) throws IOException, InterruptedException {
    long size = source.opened().size();
    try (OutputStream encoder = codec.encoder(new FdOutput(posix, temp.fd()), level, size)) {
      return Fingerprint.ofCopy(new FdInput(posix, source.fd(), size), encoder, progress);
    }
  }

  private void verify(Fingerprint content) throws IOException, InterruptedException {
    Fingerprint readBack;
    long size = posix.stat(temp.fd()).size();
    try (InputStream decoder = codec.decoder(new FdInput(posix, temp.fd(), size))) {
      readBack = Fingerprint.of(decoder, progress);
    } catch (PosixException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("the archive cannot be read back (" + e.getMessage() + ")", e);
    }
    if (!readBack.equals(content)) {
      throw new IOException("the archive does not read back as what was written");
    }
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
