package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// Reads and writes content; arrays go through memory outside the heap.
interface ContentCalls extends LinuxCalls {
  @Override
  default int read(Fd fd, byte[] into, int offset, int length) throws IOException {
    MemorySegment buffer = Scratch.transfer();
    long wanted = Math.min(length, buffer.byteSize());
    long got = call("read", fd, e -> Libc.read.call(e, fd.number(), buffer, wanted));
    return copied(buffer, got, into, offset);
  }

  @Override
  default int readPipe(Fd reader, byte[] into) throws IOException {
    MemorySegment buffer = Scratch.transfer();
    long wanted = Math.min(into.length, buffer.byteSize());
    long got =
        callOr(
            Errno.EAGAIN, "read", reader, e -> Libc.read.call(e, reader.number(), buffer, wanted));
    return got < 0 ? -1 : copied(buffer, got, into, 0);
  }

  @Override
  default int readAt(Fd fd, byte[] into, int offset, int length, long position) throws IOException {
    MemorySegment buffer = Scratch.transfer();
    int done = 0;
    for (int got = 1; got > 0 && done < length; done += got) {
      long part = Math.min(length - done, buffer.byteSize());
      got = copied(buffer, readAt(fd, buffer, part, position + done), into, offset + done);
    }
    return done;
  }

  @Override
  default int readAt(Fd fd, ByteBuffer into, long position) throws IOException {
    int done = 0;
    for (int got = 1; got > 0 && into.hasRemaining(); done += got) {
      MemorySegment rest = MemorySegment.ofBuffer(into);
      got = (int) readAt(fd, rest, rest.byteSize(), position + done);
      into.position(into.position() + got);
    }
    return done;
  }

  private long readAt(Fd fd, MemorySegment into, long length, long position) throws IOException {
    return call("read", fd, e -> Libc.pread.call(e, fd.number(), into, length, position));
  }

  private static int copied(MemorySegment buffer, long length, byte[] into, int offset) {
    MemorySegment.copy(buffer, JAVA_BYTE, 0, into, offset, (int) length);
    return (int) length;
  }

  @Override
  default void write(Fd fd, ByteBuffer from) throws IOException {
    while (from.hasRemaining()) {
      int done = (int) write(fd, MemorySegment.ofBuffer(from), from.remaining());
      from.position(from.position() + done);
    }
  }

  @Override
  default void write(Fd fd, byte[] from, int offset, int length) throws IOException {
    MemorySegment buffer = Scratch.transfer();
    for (int done = 0; done < length; ) {
      int part = (int) Math.min(length - done, buffer.byteSize());
      MemorySegment.copy(from, offset + done, buffer, JAVA_BYTE, 0, part);
      done += (int) write(fd, buffer, part);
    }
  }

  private long write(Fd fd, MemorySegment from, long length) throws IOException {
    return call("write", fd, e -> Libc.write.call(e, fd.number(), from, length));
  }

  @Override
  default void sync(Fd fd) throws IOException {
    call("fsync", fd, e -> Libc.fsync.call(e, fd.number()));
  }

  @Override
  default void beginSync(Fd fd) {
    try {
      call(
          "sync_file_range",
          fd,
          e -> Libc.syncFileRange.call(e, fd.number(), 0L, 0L, Uapi.SYNC_FILE_RANGE_WRITE));
    } catch (PosixException _) {
      // A hint only: fsync does it, and says what went wrong.
    }
  }
}
