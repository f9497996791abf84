package filereeve.replace;

import filereeve.codec.Compressors;
import filereeve.posix.Fd;
import filereeve.posix.Libdeflate;
import filereeve.posix.Posix;

/// Replaces files that no process writes.
public final class Replacing {
  private Replacing() {}

  /// Creates steps that compress one file at a time, in the calling thread.
  public static ReplacementSteps steps(Posix posix) {
    return new ReplacementSteps(posix, new Compressors(posix, 1, Libdeflate.find(), () -> {}));
  }

  public static boolean nobodyWrites(Fd source) {
    return false;
  }
}
