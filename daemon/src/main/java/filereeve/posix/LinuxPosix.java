package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The real system calls, of the C library of a Linux on x86_64 or aarch64. All numbers are of the
/// kernel's `include/uapi`; where the two architectures differ, [Architecture] knows.
public final class LinuxPosix implements Posix {
  private static final int AT_FDCWD = -100;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int F_SETSIG = 10;
  private static final int F_SETLEASE = 1024;
  private static final int F_RDLCK = 0;
  private static final int F_UNLCK = 2;

  /// Ignored by default, where the lease's own SIGIO would end the process.
  private static final int SIGURG = 23;

  private static final int SYNC_FILE_RANGE_WRITE = 2;
  private static final int LOCK_EX_NB = 2 | 4;

  private final Architecture architecture = Architecture.ofThisProcess();
  private final Optional<Impersonation> impersonation;
  private final Libc libc;
  private final Transfers transfers;
  private final Names names;
  private final ExtendedAttributes attributes;
  private final Pipes pipes;
  private final Accounts accounts;

  public LinuxPosix() {
    this(Optional.empty(), new Libc());
  }

  private LinuxPosix(Optional<Impersonation> impersonation, Libc libc) {
    this.impersonation = impersonation;
    this.libc = libc;
    this.transfers = new Transfers(libc);
    this.names = new Names(libc);
    this.attributes = new ExtendedAttributes(libc);
    this.pipes = new Pipes(libc, transfers);
    this.accounts = new Accounts(libc);
  }

  @Override
  public Fd openFolder(Path folder) throws IOException {
    return open(AT_FDCWD, folder, folder.toString(), architecture.flags(Open.FOLDER_FOLLOW), 0);
  }

  @Override
  public Fd open(Fd folder, Path name, Open how, int mode) throws IOException {
    Fd fd = open(folder.number(), name, Names.path(folder, name), architecture.flags(how), mode);
    if (how == Open.CREATE_NEW) {
      chmod(fd, mode);
    }
    return fd;
  }

  private Fd open(int folder, Path name, String path, int flags, int mode) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = NativeName.of(name, arena);
      long fd =
          libc.call(
              "open", path, e -> (int) libc.openat.invokeExact(e, folder, bytes, flags, mode));
      return new Fd((int) fd, path);
    }
  }

  @Override
  public void close(Fd fd) throws IOException {
    libc.call("close", fd.path(), e -> (int) libc.close.invokeExact(e, fd.number()));
  }

  @Override
  public int read(Fd fd, byte[] into, int offset, int length) throws IOException {
    return transfers.read(fd, into, offset, length);
  }

  @Override
  public int readAt(Fd fd, byte[] into, int offset, int length, long position) throws IOException {
    return transfers.readAt(fd, into, offset, length, position);
  }

  @Override
  public void write(Fd fd, byte[] from, int offset, int length) throws IOException {
    transfers.write(fd, from, offset, length);
  }

  @Override
  public int readAt(Fd fd, ByteBuffer into, long position) throws IOException {
    return transfers.readAt(fd, into, position);
  }

  @Override
  public void write(Fd fd, ByteBuffer from) throws IOException {
    transfers.write(fd, from);
  }

  @Override
  public Memory memory(int bytes) throws IOException {
    return Memory.map(libc, bytes);
  }

  @Override
  public void sync(Fd fd) throws IOException {
    libc.call("fsync", fd.path(), e -> (int) libc.fsync.invokeExact(e, fd.number()));
  }

  @Override
  public void beginSync(Fd fd) {
    try {
      libc.call(
          "sync_file_range",
          fd.path(),
          e -> (int) libc.syncFileRange.invokeExact(e, fd.number(), 0L, 0L, SYNC_FILE_RANGE_WRITE));
    } catch (PosixException _) {
      // A hint only: fsync does it, and says what went wrong.
    }
  }

  @Override
  public Stat stat(Fd fd) throws IOException {
    return stat(fd.number(), Path.of(""), fd.path(), AT_EMPTY_PATH);
  }

  @Override
  public Optional<Stat> stat(Fd folder, Path name) throws IOException {
    try {
      return Optional.of(
          stat(folder.number(), name, Names.path(folder, name), AT_SYMLINK_NOFOLLOW));
    } catch (PosixException e) {
      if (e.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Stat stat(int folder, Path name, String path, int flags) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = NativeName.of(name, arena);
      MemorySegment result = arena.allocate(StatLayout.SIZE, 8);
      libc.call(
          "stat",
          path,
          e -> (int) libc.statx.invokeExact(e, folder, bytes, flags, StatLayout.MASK, result));
      return StatLayout.read(result);
    }
  }

  @Override
  public List<Path> list(Fd folder) throws IOException {
    return new FolderEntries(libc, folder, transfers.buffer()).names();
  }

  @Override
  public void rename(Fd fromFolder, Path from, Fd toFolder, Path to) throws IOException {
    names.rename(fromFolder, from, toFolder, to);
  }

  @Override
  public void replace(Fd fromFolder, Path from, Fd toFolder, Path to) throws IOException {
    names.replace(fromFolder, from, toFolder, to);
  }

  @Override
  public void unlink(Fd folder, Path name) throws IOException {
    names.unlink(folder, name);
  }

  @Override
  public void mkdir(Fd folder, Path name, int mode) throws IOException {
    names.mkdir(folder, name, mode);
    Fd made = open(folder, name, Open.FOLDER, 0);
    try {
      chmod(made, mode);
    } finally {
      close(made);
    }
  }

  @Override
  public void chmod(Fd fd, int mode) throws IOException {
    libc.call("chmod", fd.path(), e -> (int) libc.fchmod.invokeExact(e, fd.number(), mode));
  }

  @Override
  public void chown(Fd fd, int uid, int gid) throws IOException {
    libc.call("chown", fd.path(), e -> (int) libc.fchown.invokeExact(e, fd.number(), uid, gid));
  }

  @Override
  public void setTimes(Fd fd, Instant accessed, Instant modified) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment times =
          arena.allocateFrom(
              JAVA_LONG,
              accessed.getEpochSecond(),
              accessed.getNano(),
              modified.getEpochSecond(),
              modified.getNano());
      libc.call("utimens", fd.path(), e -> (int) libc.futimens.invokeExact(e, fd.number(), times));
    }
  }

  @Override
  public void copyAttributes(Fd from, Fd to) throws IOException {
    attributes.copy(from, to);
  }

  @Override
  public Space space(Fd fd) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment result = arena.allocate(SpaceLayout.SIZE, 8);
      libc.call("statfs", fd.path(), e -> (int) libc.fstatfs.invokeExact(e, fd.number(), result));
      return SpaceLayout.read(result);
    }
  }

  @Override
  public Optional<String> attribute(Fd fd, String name) throws IOException {
    return attributes.get(fd, name);
  }

  @Override
  public void setAttribute(Fd fd, String name, String value) throws IOException {
    attributes.set(fd, name, value);
  }

  @Override
  public void removeAttribute(Fd fd, String name) throws IOException {
    attributes.remove(fd, name);
  }

  @Override
  public Writers writers(Fd fd) throws IOException {
    try {
      fcntl(fd, F_SETSIG, SIGURG);
      fcntl(fd, F_SETLEASE, F_RDLCK);
      fcntl(fd, F_SETLEASE, F_UNLCK);
      return Writers.NONE;
    } catch (PosixException e) {
      return e.errno() == Errno.EAGAIN ? Writers.SOME : Writers.UNKNOWN;
    }
  }

  private void fcntl(Fd fd, int command, int argument) throws IOException {
    libc.call(
        "fcntl", fd.path(), e -> (int) libc.fcntl.invokeExact(e, fd.number(), command, argument));
  }

  @Override
  public boolean lock(Fd fd) throws IOException {
    try {
      libc.call("flock", fd.path(), e -> (int) libc.flock.invokeExact(e, fd.number(), LOCK_EX_NB));
      return true;
    } catch (PosixException e) {
      if (e.errno() == Errno.EAGAIN) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public Pipe pipe() throws IOException {
    return pipes.open();
  }

  @Override
  public int readPipe(Fd reader, byte[] into) throws IOException {
    return pipes.read(reader, into);
  }

  @Override
  public void kill(int pid, int signal) throws IOException {
    if (pid == 0 || pid == -1) {
      throw new IllegalArgumentException("a signal to everybody is never meant: " + pid);
    }
    libc.call("kill", "process " + pid, e -> (int) libc.kill.invokeExact(e, pid, signal));
  }

  @Override
  public void sendDatagram(String address, byte[] message) throws IOException {
    new DatagramSocket(libc).send(address, message);
  }

  @Override
  public OptionalInt userId(String name) throws IOException {
    return accounts.userId(name);
  }

  @Override
  public OptionalInt groupId(String name) throws IOException {
    return accounts.groupId(name);
  }

  @Override
  public Posix actingAs(Account account) {
    var own = new Libc();
    var lent = new Impersonation(own, new Accounts(own), architecture, account);
    return new LinuxPosix(Optional.of(lent), new Libc(lent));
  }

  @Override
  public int effectiveUser() {
    try {
      if (impersonation.isPresent()) {
        return impersonation.get().credentials().user();
      }
      return (int) libc.call("geteuid", "process", e -> (int) libc.geteuid.invokeExact(e));
    } catch (PosixException e) {
      throw new IllegalStateException("the user is not known", e);
    }
  }

  @Override
  public void lowPriority() throws IOException {
    libc.call("setpriority", "thread", e -> (int) libc.setpriority.invokeExact(e, 0, 0, 19));
    int bestEffortLowest = (2 << 13) | 7;
    libc.call(
        "ioprio_set",
        "thread",
        e -> (long) libc.syscall.invokeExact(e, architecture.ioprioSet(), 1, 0, bestEffortLowest));
  }
}
