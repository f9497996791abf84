package filereeve.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The functions of the C library that [LinuxPosix] calls. Each takes, before its own arguments,
/// the memory in which `errno` is kept.
@SuppressWarnings("restricted")
final class Libc {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO_KEPT = Linker.Option.captureCallState("errno");
  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final ThreadLocal<MemorySegment> ERRNO_OF_THREAD =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(Linker.Option.captureStateLayout()));
  private static final int NO_ERROR = 0;

  /// Whether a call that a signal interrupted is repeated.
  private enum Interrupted {
    AGAIN,
    FAILS
  }

  static final MethodHandle clockGettime = function("clock_gettime", JAVA_INT, ADDRESS);
  static final MethodHandle adjtimex = function("adjtimex", ADDRESS);
  static final MethodHandle openat = variadic("openat", 3, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  static final MethodHandle openat2 =
      variadic("syscall", 1, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG);
  static final MethodHandle readlinkat =
      longFunction("readlinkat", JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
  static final MethodHandle close = function("close", JAVA_INT);
  static final MethodHandle read = longFunction("read", JAVA_INT, ADDRESS, JAVA_LONG);
  static final MethodHandle pread = longFunction("pread", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
  static final MethodHandle write = longFunction("write", JAVA_INT, ADDRESS, JAVA_LONG);
  static final MethodHandle mmap =
      longFunction("mmap", ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
  static final MethodHandle munmap = function("munmap", JAVA_LONG, JAVA_LONG);
  static final MethodHandle lseek = longFunction("lseek", JAVA_INT, JAVA_LONG, JAVA_INT);
  static final MethodHandle ftruncate = function("ftruncate", JAVA_INT, JAVA_LONG);
  static final MethodHandle fallocate =
      function("fallocate", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
  static final MethodHandle ioctl = variadic("ioctl", 2, JAVA_INT, JAVA_LONG, ADDRESS);
  static final MethodHandle fsync = function("fsync", JAVA_INT);
  static final MethodHandle syncFileRange =
      function("sync_file_range", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
  static final MethodHandle statx =
      function("statx", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
  static final MethodHandle fstatfs = function("fstatfs", JAVA_INT, ADDRESS);
  static final MethodHandle getdents64 = longFunction("getdents64", JAVA_INT, ADDRESS, JAVA_LONG);
  static final MethodHandle renameat2 =
      function("renameat2", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
  static final MethodHandle linkat =
      function("linkat", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
  static final MethodHandle unlinkat = function("unlinkat", JAVA_INT, ADDRESS, JAVA_INT);
  static final MethodHandle mkdirat = function("mkdirat", JAVA_INT, ADDRESS, JAVA_INT);
  static final MethodHandle fchmod = function("fchmod", JAVA_INT, JAVA_INT);
  static final MethodHandle fchown = function("fchown", JAVA_INT, JAVA_INT, JAVA_INT);
  static final MethodHandle futimens = function("futimens", JAVA_INT, ADDRESS);
  static final MethodHandle flistxattr = longFunction("flistxattr", JAVA_INT, ADDRESS, JAVA_LONG);
  static final MethodHandle fgetxattr =
      longFunction("fgetxattr", JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
  static final MethodHandle fsetxattr =
      function("fsetxattr", JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT);
  static final MethodHandle fremovexattr = function("fremovexattr", JAVA_INT, ADDRESS);
  static final MethodHandle fcntl = variadic("fcntl", 2, JAVA_INT, JAVA_INT, JAVA_INT);
  static final MethodHandle flock = function("flock", JAVA_INT, JAVA_INT);
  static final MethodHandle poll = function("poll", ADDRESS, JAVA_LONG, JAVA_INT);
  static final MethodHandle eventfd = function("eventfd", JAVA_INT, JAVA_INT);
  static final MethodHandle eventfdWrite = function("eventfd_write", JAVA_INT, JAVA_LONG);
  static final MethodHandle pipe2 = function("pipe2", ADDRESS, JAVA_INT);
  static final MethodHandle kill = function("kill", JAVA_INT, JAVA_INT);
  static final MethodHandle waitpid = function("waitpid", JAVA_INT, ADDRESS, JAVA_INT);
  static final MethodHandle socket = function("socket", JAVA_INT, JAVA_INT, JAVA_INT);
  static final MethodHandle sendto =
      longFunction("sendto", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
  static final MethodHandle getpwnam =
      function("getpwnam_r", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
  static final MethodHandle getgrnam =
      function("getgrnam_r", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
  static final MethodHandle geteuid = function("geteuid");
  static final MethodHandle setpriority = function("setpriority", JAVA_INT, JAVA_INT, JAVA_INT);
  static final MethodHandle syscall =
      variadic("syscall", 1, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT);
  static final MethodHandle syscallWithMemory =
      variadic("syscall", 1, JAVA_LONG, JAVA_LONG, ADDRESS);
  static final MethodHandle pidfdOpen = variadic("syscall", 1, JAVA_LONG, JAVA_LONG, JAVA_LONG);
  static final MethodHandle pidfdSendSignal =
      variadic("syscall", 1, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG);
  static final MethodHandle setfsuid = function("setfsuid", JAVA_INT);
  static final MethodHandle setfsgid = function("setfsgid", JAVA_INT);
  static final MethodHandle getegid = function("getegid");
  static final MethodHandle getgroups = function("getgroups", JAVA_INT, ADDRESS);
  static final MethodHandle getgrouplist =
      function("getgrouplist", ADDRESS, JAVA_INT, ADDRESS, ADDRESS);

  private final @Nullable Impersonation impersonation;
  private final Architecture architecture = Architecture.ofThisProcess();

  Libc() {
    this.impersonation = null;
  }

  /// @param impersonation lends the permissions for each call
  Libc(Impersonation impersonation) {
    this.impersonation = impersonation;
  }

  Architecture architecture() {
    return architecture;
  }

  /// A call that is ready to be made.
  interface Call {
    long make() throws PosixException;
  }

  /// One call of one of the functions above.
  interface Invocation {
    long invoke(MemorySegment errno) throws Throwable;
  }

  /// Makes the call, again if a signal interrupted it.
  ///
  /// @param name of the function, for the message
  /// @param object what it is about, for the message
  /// @return what the function returned, not negative
  long call(String name, String object, Invocation invocation) throws PosixException {
    return call(NO_ERROR, Interrupted.AGAIN, name, object, invocation);
  }

  /// The same where one error is an answer.
  ///
  /// @return what the function returned, or -1 if it failed with this error
  long callOr(Errno answer, String name, String object, Invocation invocation)
      throws PosixException {
    return call(answer.number(), Interrupted.AGAIN, name, object, invocation);
  }

  /// Makes a call that may have had its effect when a signal interrupts it, and so must not be
  /// repeated: it fails with `EINTR`.
  long callOnce(String name, String object, Invocation invocation) throws PosixException {
    return call(NO_ERROR, Interrupted.FAILS, name, object, invocation);
  }

  void close(Fd fd) throws PosixException {
    callOnce("close", fd.path(), e -> (int) close.invokeExact(e, fd.number()));
  }

  /// Closes a descriptor that nothing is written to, where close(2) fails only if it is not open.
  void release(Fd fd) {
    try {
      close(fd);
    } catch (PosixException e) {
      throw new IllegalStateException("closed twice", e);
    }
  }

  private long call(
      int answer, Interrupted interrupted, String name, String object, Invocation invocation)
      throws PosixException {
    Impersonation as = impersonation;
    return as == null
        ? make(answer, interrupted, name, object, invocation)
        : as.call(() -> make(answer, interrupted, name, object, invocation));
  }

  private static long make(
      int answer, Interrupted interrupted, String name, String object, Invocation invocation)
      throws PosixException {
    MemorySegment errno = ERRNO_OF_THREAD.get();
    while (true) {
      long result = invoke(invocation, errno);
      if (result >= 0) {
        return result;
      }
      int number = (int) ERRNO.get(errno, 0L);
      if (number == answer) {
        return -1;
      }
      if (number != Errno.EINTR.number() || interrupted == Interrupted.FAILS) {
        throw new PosixException(name, object, Errno.of(number), number);
      }
    }
  }

  private static long invoke(Invocation invocation, MemorySegment errno) {
    try {
      return invocation.invoke(errno);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a foreign function threw", e);
    }
  }

  static MethodHandle function(String name, MemoryLayout... arguments) {
    return bind(name, FunctionDescriptor.of(JAVA_INT, arguments), ERRNO_KEPT);
  }

  /// A function that not all C libraries have.
  static Optional<MethodHandle> functionIfPresent(String name, MemoryLayout... arguments) {
    return LINKER.defaultLookup().find(name).map(present -> function(name, arguments));
  }

  static MethodHandle longFunction(String name, MemoryLayout... arguments) {
    return bind(name, FunctionDescriptor.of(JAVA_LONG, arguments), ERRNO_KEPT);
  }

  private static MethodHandle variadic(String name, int fixed, MemoryLayout... arguments) {
    MemoryLayout result = name.equals("syscall") ? JAVA_LONG : JAVA_INT;
    return bind(
        name,
        FunctionDescriptor.of(result, arguments),
        ERRNO_KEPT,
        Linker.Option.firstVariadicArg(fixed));
  }

  static MemorySegment address(String function) {
    return LINKER.defaultLookup().findOrThrow(function);
  }

  private static MethodHandle bind(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
  }
}
