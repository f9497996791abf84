package filereeve.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.time.Duration;

/// Tells that something was mounted, moved or unmounted: poll(2) on `/proc/self/mountinfo`, as
/// proc(5) describes it.
///
/// Thread: [#await] and [#close] belong to one thread, [#wake] to any.
@SuppressWarnings("restricted")
public final class MountChanges implements Closeable {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle OPEN =
      bind(
          "open",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle EVENTFD =
      bind("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle EVENTFD_WRITE =
      bind("eventfd_write", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle POLL =
      bind("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle CLOSE =
      bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private static final int O_CLOEXEC = 0x80000;
  private static final short POLLIN = 1;
  private static final short POLLPRI = 2;
  private static final int POLLFD = 8;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment polled = arena.allocate(2 * POLLFD, 8);
  private final int table;
  private final int wake;
  private boolean closed;

  private MountChanges(int table, int wake) {
    this.table = table;
    this.wake = wake;
    poll(0, table, POLLPRI);
    poll(POLLFD, wake, POLLIN);
  }

  private void poll(long at, int descriptor, short event) {
    polled.set(JAVA_INT, at, descriptor);
    polled.set(JAVA_SHORT, at + 4, event);
  }

  /// @throws IOException if there is no `/proc`, or no descriptor is left
  public static MountChanges open() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom("/proc/self/mountinfo");
      int table = call(() -> (int) OPEN.invokeExact(name, O_CLOEXEC));
      if (table < 0) {
        throw new IOException("cannot open /proc/self/mountinfo");
      }
      int wake = call(() -> (int) EVENTFD.invokeExact(0, O_CLOEXEC));
      if (wake < 0) {
        int _ = call(() -> (int) CLOSE.invokeExact(table));
        throw new IOException("cannot make an eventfd");
      }
      return new MountChanges(table, wake);
    }
  }

  /// Waits for a change, [#wake], or the end of the time.
  ///
  /// @return whether anything changed since the last call or [#open]
  public boolean await(Duration atMost) {
    int millis = (int) Math.min(Integer.MAX_VALUE, Math.max(0, atMost.toMillis()));
    // A failure can only be a signal's interruption: then it looks as if the time were over.
    return call(() -> (int) POLL.invokeExact(polled, 2L, millis)) > 0
        && polled.get(JAVA_SHORT, 6) != 0;
  }

  /// Ends [#await], this time and always.
  public synchronized void wake() {
    if (!closed) {
      int _ = call(() -> (int) EVENTFD_WRITE.invokeExact(wake, 1L));
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      int _ = call(() -> (int) CLOSE.invokeExact(table));
      int _ = call(() -> (int) CLOSE.invokeExact(wake));
      arena.close();
    }
  }

  private interface Invocation {
    int invoke() throws Throwable;
  }

  private static int call(Invocation invocation) {
    try {
      return invocation.invoke();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a foreign function threw", e);
    }
  }

  private static MethodHandle bind(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
  }
}
