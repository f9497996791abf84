package filereeve.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A datagram socket at a path, which receives what [Posix#sendDatagram] sends.
public final class BoundSocket implements AutoCloseable {
  private static final int LONGEST = 1 << 18;

  private static final MethodHandle SOCKET = function("socket", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = function("bind", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle RECV = function("recv", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle CLOSE = function("close", JAVA_INT);

  private final int fd;

  public BoundSocket(Path path) throws IOException {
    byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(2L + name.length + 1, 2);
      address.set(JAVA_SHORT, 0, Uapi.AF_UNIX);
      MemorySegment.copy(name, 0, address, JAVA_BYTE, 2, name.length);
      fd = (int) call(SOCKET, (int) Uapi.AF_UNIX, Uapi.SOCK_DGRAM_CLOEXEC, 0);
      call(BIND, fd, address, (int) address.byteSize());
    }
  }

  /// Waits for the next message.
  public byte[] receive() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment into = arena.allocate(LONGEST);
      long length = call(RECV, fd, into, (long) LONGEST, 0);
      return into.asSlice(0, length).toArray(JAVA_BYTE);
    }
  }

  @Override
  public void close() throws IOException {
    call(CLOSE, fd);
  }

  private static long call(MethodHandle function, Object... arguments) throws IOException {
    try {
      long result = ((Number) function.invokeWithArguments(arguments)).longValue();
      if (result < 0) {
        throw new IOException("a call failed");
      }
      return result;
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException(e);
    }
  }

  @SuppressWarnings("restricted") // the JDK has no datagram sockets with paths
  private static MethodHandle function(String name, java.lang.foreign.MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(name.equals("recv") ? JAVA_LONG : JAVA_INT, arguments));
  }
}
