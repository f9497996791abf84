package filereeve.replace;

import filereeve.codec.Compressors;
import filereeve.posix.Fd;
import filereeve.posix.Libdeflate;
import filereeve.posix.Posix;

/// Replacements of files that nobody writes.
public final class Replacing {
  private Replacing() {}

  /// Steps that compress in the calling thread only, one at a time.
  public static ReplacementSteps steps(Posix posix) {
    return new ReplacementSteps(posix, new Compressors(posix, 1, Libdeflate.find(), () -> {}));
  }

  public static boolean nobodyWrites(Fd source) {
    return false;
  }
}
