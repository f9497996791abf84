package filereeve.codec;

import filereeve.posix.Fd;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/// A verified, durable archive of a file that is still there. Closing it without publishing removes
/// what was made for it.
///
/// Thread: used by one at a time.
public interface Prepared extends Closeable {
  /// The original, open for reading: to ask whether somebody writes it.
  Fd original();

  /// The short part: a few calls on names, to be made under whatever lock keeps others from
  /// renaming the file. Called once at the most.
  ///
  /// @param source the name that the original has now
  /// @param target the name that the archive is to get; it is never overwritten
  /// @throws IOException when a call failed; what had been done until then stands, and preparing
  ///   and publishing once more finishes it
  Replacement publish(Path source, Path target, Original original) throws IOException;

  /// @throws IOException when the temporary file could not be removed: the next run or
  ///   [CompressedReplacement#removeLeftOvers] does it
  @Override
  void close() throws IOException;
}
