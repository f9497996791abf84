package filereeve.inotify;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/// The functions of the C library that [Inotify] calls.
@SuppressWarnings("restricted")
final class Calls {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO_KEPT = Linker.Option.captureCallState("errno");
  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle INIT = function(JAVA_INT, "inotify_init1", JAVA_INT);
  private static final MethodHandle ADD =
      function(JAVA_INT, "inotify_add_watch", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle REMOVE =
      function(JAVA_INT, "inotify_rm_watch", JAVA_INT, JAVA_INT);
  private static final MethodHandle EVENTFD = function(JAVA_INT, "eventfd", JAVA_INT, JAVA_INT);
  private static final MethodHandle EVENTFD_WRITE =
      function(JAVA_INT, "eventfd_write", JAVA_INT, JAVA_LONG);
  private static final MethodHandle POLL = function(JAVA_INT, "poll", ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle READ =
      function(JAVA_LONG, "read", JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle CLOSE = function(JAVA_INT, "close", JAVA_INT);
  private static final MethodHandle STRERROR =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));

  private static final int EINVAL = 22;
  private static final int ENAMETOOLONG = 36;
  private static final int LONGEST_PATH = 4096;

  /// Of [#addWatch], which is called so often that memory for each call would be felt.
  private final MemorySegment added = Arena.ofAuto().allocate(LONGEST_PATH);

  private final MemorySegment addError =
      Arena.ofAuto().allocate(Linker.Option.captureStateLayout());

  /// Of [#poll] and [#read], for the same reason.
  private final MemorySegment readError =
      Arena.ofAuto().allocate(Linker.Option.captureStateLayout());

  private interface Invocation {
    long invoke(MemorySegment errno) throws Throwable;
  }

  int inotifyInit(int flags) throws InotifyException {
    return checked("inotify_init", "", e -> (int) INIT.invokeExact(e, flags));
  }

  int eventfd(int flags) throws InotifyException {
    return checked("eventfd", "", e -> (int) EVENTFD.invokeExact(e, 0, flags));
  }

  /// Thread: one at a time.
  int addWatch(int instance, byte[] path, int mask) throws InotifyException {
    if (path.length >= LONGEST_PATH) {
      throw failure("inotify_add_watch", text(path), ENAMETOOLONG);
    }
    MemorySegment.copy(path, 0, added, ValueLayout.JAVA_BYTE, 0, path.length);
    added.set(ValueLayout.JAVA_BYTE, path.length, (byte) 0);
    long result = call(addError, e -> (int) ADD.invokeExact(e, instance, added, mask));
    if (result < 0) {
      throw failure("inotify_add_watch", text(path), (int) -result);
    }
    return (int) result;
  }

  private static String text(byte[] path) {
    return new String(path, StandardCharsets.UTF_8);
  }

  void removeWatch(int instance, int watch) throws InotifyException {
    long result = call(e -> (int) REMOVE.invokeExact(e, instance, watch));
    if (result < 0 && result != -EINVAL) {
      throw failure("inotify_rm_watch", String.valueOf(watch), (int) -result);
    }
  }

  /// Waits without end. Thread: that of [#read], one at a time.
  ///
  /// @return 0, or the number of the error
  int poll(MemorySegment descriptors, long count) {
    long result = call(readError, e -> (int) POLL.invokeExact(e, descriptors, count, -1));
    return (int) -Math.min(0, result);
  }

  /// @return how many bytes, or the negative of the error's number
  long read(int descriptor, MemorySegment into) {
    return call(readError, e -> (long) READ.invokeExact(e, descriptor, into, into.byteSize()));
  }

  void wake(int eventfd) throws InotifyException {
    checked("eventfd_write", "", e -> (int) EVENTFD_WRITE.invokeExact(e, eventfd, 1L));
  }

  void close(int descriptor) throws InotifyException {
    checked("close", "", e -> (int) CLOSE.invokeExact(e, descriptor));
  }

  InotifyException failure(String call, String object, int errno) {
    return new InotifyException(call, object, errno, text(errno));
  }

  private int checked(String name, String object, Invocation invocation) throws InotifyException {
    long result = call(invocation);
    if (result < 0) {
      throw failure(name, object, (int) -result);
    }
    return (int) result;
  }

  /// @return what the function returned, or the negative of the error's number
  private static long call(Invocation invocation) {
    try (Arena arena = Arena.ofConfined()) {
      return call(arena.allocate(Linker.Option.captureStateLayout()), invocation);
    }
  }

  private static long call(MemorySegment errno, Invocation invocation) {
    try {
      long result = invocation.invoke(errno);
      return result >= 0 ? result : -(int) ERRNO.get(errno, 0L);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a foreign function threw", e);
    }
  }

  private static String text(int errno) {
    try {
      var text = (MemorySegment) STRERROR.invokeExact(errno);
      return text.reinterpret(256).getString(0);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a foreign function threw", e);
    }
  }

  private static MethodHandle function(
      MemoryLayout result, String name, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(result, arguments),
        ERRNO_KEPT);
  }
}
