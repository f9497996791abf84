package filereeve.codec;

import filereeve.codec.Compressors.Turn;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.LongConsumer;

/// Compares an archive's content with a file's, byte for byte, before the file is removed because
/// of it.
///
/// @param size of the source: later bytes are not read
/// @param archiveSize in bytes
/// @param progress is called, in the calling thread, with how many bytes of content were compared
public record ArchiveComparison(
    Posix posix,
    Fd source,
    long size,
    Fd archive,
    long archiveSize,
    Codec codec,
    LongConsumer progress) {
  private static final int BLOCK = 128 << 10;

  /// After so many it gives way, as others do after a frame.
  private static final int BLOCKS = Codec.LARGEST / BLOCK;

  /// Whether the archive is complete, undamaged and of exactly this content. Counts as a
  /// compression against the limit of [Compressors].
  ///
  /// @throws InterruptedException at most one block after the thread was interrupted
  public boolean isSame(Compressors compressors) throws IOException, InterruptedException {
    try (Turn turn = compressors.take(codec, size, () -> progress.accept(0));
        InputStream original = new FdInput(posix, source, size);
        InputStream decoder = codec.decoder(new FdInput(posix, archive, archiveSize))) {
      return isSame(original, decoder, turn);
    } catch (PosixException e) {
      throw e;
    } catch (IOException _) {
      return false; // the decoder found no archive, or a truncated or damaged one
    }
  }

  private boolean isSame(InputStream one, InputStream other, Turn turn)
      throws IOException, InterruptedException {
    byte[] block = new byte[BLOCK];
    byte[] otherBlock = new byte[BLOCK];
    for (int blocks = 1; true; blocks++) {
      int got = one.readNBytes(block, 0, BLOCK);
      int otherGot = other.readNBytes(otherBlock, 0, BLOCK);
      if (!Arrays.equals(block, 0, got, otherBlock, 0, otherGot)) {
        return false;
      }
      if (got == 0) {
        return true;
      }
      progress.accept(got);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (blocks % BLOCKS == 0) {
        turn.giveWay();
      }
    }
  }
}
