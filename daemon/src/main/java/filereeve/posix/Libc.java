package filereeve.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The functions of the C library that [LinuxPosix] calls. Each takes, before its own arguments,
/// the memory in which `errno` is kept.
@SuppressWarnings("restricted")
final class Libc {
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

  static final CFunction clockGettime = function("clock_gettime");
  static final CFunction adjtimex = function("adjtimex");
  static final CFunction openat = function("openat");
  static final CFunction readlinkat = longFunction("readlinkat");
  static final CFunction close = function("close");
  static final CFunction read = longFunction("read");
  static final CFunction pread = longFunction("pread");
  static final CFunction write = longFunction("write");
  static final CFunction mmap = longFunction("mmap");
  static final CFunction munmap = function("munmap");
  static final CFunction lseek = longFunction("lseek");
  static final CFunction ftruncate = function("ftruncate");
  static final CFunction fallocate = function("fallocate");
  static final CFunction ioctl = function("ioctl");
  static final CFunction fsync = function("fsync");
  static final CFunction syncFileRange = function("sync_file_range");
  static final CFunction statx = function("statx");
  static final CFunction fstatfs = function("fstatfs");
  static final CFunction getdents64 = longFunction("getdents64");
  static final CFunction renameat2 = function("renameat2");
  static final CFunction linkat = function("linkat");
  static final CFunction unlinkat = function("unlinkat");
  static final CFunction mkdirat = function("mkdirat");
  static final CFunction fchmod = function("fchmod");
  static final CFunction fchmodat = function("fchmodat");
  static final CFunction fchown = function("fchown");
  static final CFunction fchownat = function("fchownat");
  static final CFunction futimens = function("futimens");
  static final CFunction flistxattr = longFunction("flistxattr");
  static final CFunction fgetxattr = longFunction("fgetxattr");
  static final CFunction fsetxattr = function("fsetxattr");
  static final CFunction fremovexattr = function("fremovexattr");
  static final CFunction fcntl = function("fcntl");
  static final CFunction flock = function("flock");
  static final CFunction poll = function("poll");
  static final CFunction eventfd = function("eventfd");
  static final CFunction eventfdWrite = function("eventfd_write");
  static final CFunction pipe2 = function("pipe2");
  static final CFunction kill = function("kill");
  static final CFunction waitpid = function("waitpid");
  static final CFunction socket = function("socket");
  static final CFunction sendto = longFunction("sendto");
  static final CFunction bind = function("bind");
  static final CFunction listen = function("listen");
  static final CFunction accept4 = function("accept4");
  static final CFunction connect = function("connect");
  static final CFunction shutdown = function("shutdown");
  static final CFunction getsockopt = function("getsockopt");
  static final CFunction getpwnam = function("getpwnam_r");
  static final CFunction getgrnam = function("getgrnam_r");
  static final CFunction geteuid = function("geteuid");
  static final CFunction setpriority = function("setpriority");
  static final CFunction syscall = longFunction("syscall");
  static final CFunction setfsuid = function("setfsuid");
  static final CFunction setfsgid = function("setfsgid");
  static final CFunction getegid = function("getegid");
  static final CFunction getgroups = function("getgroups");
  static final CFunction getgrouplist = function("getgrouplist");

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
    callOnce("close", fd.path(), e -> close.call(e, fd.number()));
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

  static CFunction function(String name) {
    return CFunction.returningInt(name);
  }

  /// A function that not all C libraries have.
  static Optional<CFunction> functionIfPresent(String name) {
    return CFunction.isPresent(name) ? Optional.of(function(name)) : Optional.empty();
  }

  static CFunction longFunction(String name) {
    return CFunction.returningLong(name);
  }

  static MemorySegment address(String function) {
    return CFunction.address(function);
  }
}
