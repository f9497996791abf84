package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// Reads and writes content, through memory outside the heap: one buffer for each thread, freed
/// some time after the thread ended.
final class Transfers {
  private static final int SYNC_FILE_RANGE_WRITE = 2;

  /// Larger transfers gain nothing measurable on ext4 or tmpfs.
  private static final long SIZE = 128 * 1024;

  private final Libc libc;
  private final ThreadLocal<MemorySegment> buffers =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(SIZE, 8));

  Transfers(Libc libc) {
    this.libc = libc;
  }

  /// The calling thread's buffer, as the last transfer left it.
  MemorySegment buffer() {
    return buffers.get();
  }

  int read(Fd fd, byte[] into, int offset, int length) throws IOException {
    MemorySegment buffer = buffer();
    long wanted = Math.min(length, buffer.byteSize());
    return copied(
        libc.call(
            "read", fd.path(), e -> (long) Libc.read.invokeExact(e, fd.number(), buffer, wanted)),
        into,
        offset);
  }

  int readAt(Fd fd, byte[] into, int offset, int length, long position) throws IOException {
    MemorySegment buffer = buffer();
    long wanted = Math.min(length, buffer.byteSize());
    return copied(
        libc.call(
            "read",
            fd.path(),
            e -> (long) Libc.pread.invokeExact(e, fd.number(), buffer, wanted, position)),
        into,
        offset);
  }

  int readAt(Fd fd, ByteBuffer into, long position) throws IOException {
    MemorySegment buffer = MemorySegment.ofBuffer(into);
    int got =
        (int)
            libc.call(
                "read",
                fd.path(),
                e ->
                    (long)
                        Libc.pread.invokeExact(
                            e, fd.number(), buffer, buffer.byteSize(), position));
    into.position(into.position() + got);
    return got;
  }

  void write(Fd fd, ByteBuffer from) throws IOException {
    while (from.hasRemaining()) {
      MemorySegment buffer = MemorySegment.ofBuffer(from);
      int done =
          (int)
              libc.call(
                  "write",
                  fd.path(),
                  e -> (long) Libc.write.invokeExact(e, fd.number(), buffer, buffer.byteSize()));
      from.position(from.position() + done);
    }
  }

  private int copied(long length, byte[] into, int offset) {
    MemorySegment.copy(buffer(), JAVA_BYTE, 0, into, offset, (int) length);
    return (int) length;
  }

  void write(Fd fd, byte[] from, int offset, int length) throws IOException {
    MemorySegment buffer = buffer();
    for (int done = 0; done < length; ) {
      int part = (int) Math.min(length - done, buffer.byteSize());
      MemorySegment.copy(from, offset + done, buffer, JAVA_BYTE, 0, part);
      done +=
          (int)
              libc.call(
                  "write",
                  fd.path(),
                  e -> (long) Libc.write.invokeExact(e, fd.number(), buffer, (long) part));
    }
  }

  void beginSync(Fd fd) {
    try {
      libc.call(
          "sync_file_range",
          fd.path(),
          e -> (int) Libc.syncFileRange.invokeExact(e, fd.number(), 0L, 0L, SYNC_FILE_RANGE_WRITE));
    } catch (PosixException _) {
      // A hint only: fsync does it, and says what went wrong.
    }
  }
}
