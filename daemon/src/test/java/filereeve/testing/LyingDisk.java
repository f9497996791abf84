package filereeve.testing;

import static java.util.Objects.requireNonNull;

import filereeve.posix.Fd;
import filereeve.posix.Posix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A disk that takes what is written without an error, and gives back something else.
public final class LyingDisk {
  /// What is read instead.
  public enum Lie {
    /// One bit is another.
    FLIPPED,
    /// The last byte of each read is missing.
    SHORT,
    /// Zeros, as of a block that was never written.
    STALE,
    /// Other content of the same length, undamaged.
    OTHER
  }

  private final Lie lie;
  private final Predicate<Path> files;
  private LongPredicate offsets = _ -> true;
  private byte[] other = {};

  /// @param files those that are read wrongly
  public LyingDisk(Lie lie, Predicate<Path> files) {
    this.lie = lie;
    this.files = files;
  }

  /// Only what is read from some offsets on is wrong.
  public LyingDisk at(LongPredicate wrong) {
    offsets = wrong;
    return this;
  }

  /// @param file has the content that is read with [Lie#OTHER]
  public LyingDisk other(Path file) throws IOException {
    other = Files.readAllBytes(file);
    return this;
  }

  public Posix over(Posix real) {
    return BetweenCalls.of(real, this::make);
  }

  private @Nullable Object make(String name, Object[] arguments, BetweenCalls.Real call)
      throws Exception {
    boolean reads = name.equals("readAt") && files.test(Path.of(((Fd) arguments[0]).path()));
    if (!reads) {
      return call.make();
    }
    long at = (Long) arguments[arguments.length - 1];
    if (arguments[1] instanceof ByteBuffer buffer) {
      int from = buffer.position();
      int got = (Integer) requireNonNull(call.make());
      byte[] bytes = new byte[got];
      buffer.get(from, bytes);
      int told = alter(bytes, at);
      buffer.position(from).put(bytes, 0, told);
      return told;
    }
    int from = (Integer) arguments[2];
    int got = (Integer) requireNonNull(call.make());
    byte[] bytes = Arrays.copyOfRange((byte[]) arguments[1], from, from + got);
    int told = alter(bytes, at);
    System.arraycopy(bytes, 0, (byte[]) arguments[1], from, got);
    return told;
  }

  /// @return how many bytes there seem to be
  private int alter(byte[] bytes, long at) {
    if (bytes.length == 0 || !offsets.test(at)) {
      return bytes.length;
    }
    switch (lie) {
      case FLIPPED -> bytes[bytes.length / 2] ^= 1;
      case STALE -> Arrays.fill(bytes, (byte) 0);
      case OTHER -> System.arraycopy(other, (int) at, bytes, 0, bytes.length);
      case SHORT -> {
        return bytes.length - 1;
      }
    }
    return bytes.length;
  }
}
