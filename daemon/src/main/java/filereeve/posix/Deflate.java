package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// Compresses and expands whole deflate streams (RFC 1951) by [Libdeflate], between buffers outside
/// the heap. Both move the buffers' positions.
///
/// Thread: one at a time.
public final class Deflate implements AutoCloseable {
  private final Libdeflate.Functions functions;
  private final MemorySegment compressor;
  private final MemorySegment decompressor;

  /// Bytes that the last [#expand] read and made.
  private final MemorySegment read = Arena.ofAuto().allocate(JAVA_LONG);

  private final MemorySegment made = Arena.ofAuto().allocate(JAVA_LONG);

  Deflate(Libdeflate.Functions functions, int level) {
    this.functions = functions;
    this.compressor =
        made(call(() -> (MemorySegment) functions.allocCompressor().invokeExact(level)));
    this.decompressor =
        made(call(() -> (MemorySegment) functions.allocDecompressor().invokeExact()));
  }

  /// Makes one stream of all that is left of `content`.
  ///
  /// @throws IOException if `stream` is too small
  public void compress(ByteBuffer content, ByteBuffer stream) throws IOException {
    MemorySegment from = MemorySegment.ofBuffer(content);
    MemorySegment to = MemorySegment.ofBuffer(stream);
    long made =
        call(
            () ->
                (long)
                    functions
                        .deflateCompress()
                        .invokeExact(compressor, from, from.byteSize(), to, to.byteSize()));
    if (made == 0) {
      throw new IOException("the buffer is too small for a deflate stream");
    }
    content.position(content.limit());
    stream.position(stream.position() + (int) made);
  }

  /// Reads the one stream that `stream` has left.
  ///
  /// @throws IOException if it is no deflate stream, damaged, followed by more, or larger than
  ///   `content`
  public void expand(ByteBuffer stream, ByteBuffer content) throws IOException {
    MemorySegment from = MemorySegment.ofBuffer(stream);
    MemorySegment to = MemorySegment.ofBuffer(content);
    int result =
        call(
            () ->
                (int)
                    functions
                        .deflateDecompress()
                        .invokeExact(
                            decompressor, from, from.byteSize(), to, to.byteSize(), read, made));
    if (result != 0 || read.get(JAVA_LONG, 0) != from.byteSize()) {
      throw new IOException("the deflate stream is damaged (libdeflate: " + result + ")");
    }
    stream.position(stream.limit());
    content.position(content.position() + (int) made.get(JAVA_LONG, 0));
  }

  @Override
  public void close() {
    call(
        () -> {
          functions.freeCompressor().invokeExact(compressor);
          functions.freeDecompressor().invokeExact(decompressor);
          return true;
        });
  }

  private static MemorySegment made(MemorySegment allocated) {
    if (allocated.equals(MemorySegment.NULL)) {
      throw new OutOfMemoryError("libdeflate found no memory");
    }
    return allocated;
  }

  private interface Invocation<T> {
    T invoke() throws Throwable;
  }

  private static <T> T call(Invocation<T> invocation) {
    try {
      return invocation.invoke();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a foreign function threw", e);
    }
  }
}
