package filereeve.testing;

import filereeve.posix.Account;
import filereeve.posix.Errno;
import filereeve.posix.ExitStatus;
import filereeve.posix.Fd;
import filereeve.posix.Filesystem;
import filereeve.posix.Hole;
import filereeve.posix.Inotify;
import filereeve.posix.Mount;
import filereeve.posix.NativeMemory;
import filereeve.posix.Open;
import filereeve.posix.Pipe;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Space;
import filereeve.posix.Stat;
import filereeve.posix.Writers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The seam for faults: counts the calls of another [Posix], fails the k-th, or stops the program
/// after the k-th. Closing is neither counted nor failed, so that handles do not leak from the
/// tests.
public final class FaultyPosix implements Posix {
  /// The program was stopped here: every later call throws it too, as a killed process does nothing
  /// more.
  public static final class Stopped extends Error {
    private static final long serialVersionUID = 1L;

    Stopped(String call) {
      super("stopped after " + call);
    }
  }

  /// What becomes of the k-th call.
  public sealed interface Fault {
    /// All calls succeed.
    record None() implements Fault {}

    /// The call is made, and the program stops.
    record StopAfter(int call) implements Fault {}

    /// The call is not made and fails.
    ///
    /// @param times so many calls in a row, from that one on
    record Fail(int call, Errno errno, int times) implements Fault {}

    /// Every call that changes something fails for as long as this is true: a disk that stays full.
    record FailChanges(BooleanSupplier now, Errno errno) implements Fault {}

    /// Every call of this name fails: one that the host does not have.
    record Refuse(String name, Errno errno) implements Fault {}
  }

  private static final Set<String> CHANGES =
      Set.of(
          "create",
          "write",
          "truncate",
          "extend",
          "collapse",
          "fsync",
          "rename",
          "replace",
          "swap",
          "unlink",
          "mkdir",
          "chmod",
          "chown",
          "setTimes",
          "copyAttributes");

  private final Posix real;
  private volatile Fault fault;
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private volatile boolean stopped;
  private volatile Optional<Supplier<Space>> room = Optional.empty();

  public FaultyPosix(Posix real, Fault fault) {
    this.real = real;
    this.fault = fault;
  }

  /// Counts only.
  public static FaultyPosix counting(Posix real) {
    return new FaultyPosix(real, new Fault.None());
  }

  /// Stops the program after the k-th call, from 1.
  public static FaultyPosix stoppingAfter(Posix real, int call) {
    return new FaultyPosix(real, new Fault.StopAfter(call));
  }

  /// Fails the k-th call, from 1.
  public static FaultyPosix failing(Posix real, int call, Errno errno) {
    return new FaultyPosix(real, new Fault.Fail(call, errno, 1));
  }

  /// Begins anew, with another fault: calls are counted from 1 again, and a stopped program is
  /// another process.
  public synchronized void arm(Fault next) {
    fault = next;
    calls.clear();
    stopped = false;
  }

  /// All filesystems seem to have this room.
  public FaultyPosix withSpace(Supplier<Space> fake) {
    room = Optional.of(fake);
    return this;
  }

  /// The calls so far, such as `fsync /var/log/app.log`.
  public List<String> calls() {
    return List.copyOf(calls);
  }

  private interface Call<T> {
    T make() throws IOException;
  }

  private interface Action {
    void make() throws IOException;
  }

  private <T> T call(String name, Object object, Call<T> call) throws IOException {
    int number = enter(name, object);
    T result = call.make();
    leave(number, name);
    return result;
  }

  private void call(String name, Object object, Action action) throws IOException {
    int number = enter(name, object);
    action.make();
    leave(number, name);
  }

  private synchronized int enter(String name, Object object) throws PosixException {
    if (stopped) {
      throw new Stopped(name);
    }
    calls.add(name + " " + object);
    int number = calls.size();
    Optional<Errno> failure = failure(number, name);
    if (failure.isPresent()) {
      throw new PosixException(name, String.valueOf(object), failure.get());
    }
    return number;
  }

  private Optional<Errno> failure(int number, String name) {
    return switch (fault) {
      case Fault.None _, Fault.StopAfter _ -> Optional.empty();
      case Fault.Fail(int call, Errno errno, int times) ->
          number >= call && number < call + times ? Optional.of(errno) : Optional.empty();
      case Fault.FailChanges(BooleanSupplier now, Errno errno) ->
          CHANGES.contains(name) && now.getAsBoolean() ? Optional.of(errno) : Optional.empty();
      case Fault.Refuse(String refused, Errno errno) ->
          name.equals(refused) ? Optional.of(errno) : Optional.empty();
    };
  }

  private void leave(int number, String name) {
    if (fault instanceof Fault.StopAfter stop && number >= stop.call()) {
      stopped = true;
      throw new Stopped(name);
    }
  }

  @Override
  public Fd openDirectory(Path directory) throws IOException {
    return call("openDirectory", directory, () -> real.openDirectory(directory));
  }

  /// If the program stops here, the kernel closes the file.
  @Override
  public Fd open(Fd directory, Path name, Open how, int mode) throws IOException {
    boolean creates =
        how == Open.CREATE_NEW || how == Open.READ_WRITE_CREATE || how == Open.APPEND_CREATE;
    String call = creates ? "create" : "open";
    int number = enter(call, directory + "/" + name);
    Fd opened = real.open(directory, name, how, mode);
    try {
      leave(number, call);
      return opened;
    } catch (Stopped e) {
      real.close(opened);
      throw e;
    }
  }

  @Override
  public void close(Fd fd) throws IOException {
    real.close(fd);
  }

  @Override
  public int read(Fd fd, byte[] into, int offset, int length) throws IOException {
    return call("read", fd, () -> real.read(fd, into, offset, length));
  }

  @Override
  public int readAt(Fd fd, byte[] into, int offset, int length, long position) throws IOException {
    return call("read", fd, () -> real.readAt(fd, into, offset, length, position));
  }

  @Override
  public void write(Fd fd, byte[] from, int offset, int length) throws IOException {
    call("write", fd, () -> real.write(fd, from, offset, length));
  }

  @Override
  public int readAt(Fd fd, ByteBuffer into, long position) throws IOException {
    return call("read", fd, () -> real.readAt(fd, into, position));
  }

  @Override
  public void write(Fd fd, ByteBuffer from) throws IOException {
    call("write", fd, () -> real.write(fd, from));
  }

  /// Neither counted nor failed: nothing on disk depends on it.
  @Override
  public NativeMemory memory(int bytes) throws IOException {
    return real.memory(bytes);
  }

  @Override
  public void truncate(Fd fd, long size) throws IOException {
    call("truncate", fd, () -> real.truncate(fd, size));
  }

  @Override
  public void collapse(Fd fd, long offset, long length) throws IOException {
    call("collapse", fd, () -> real.collapse(fd, offset, length));
  }

  @Override
  public Optional<Hole> hole(Fd fd) throws IOException {
    return call("hole", fd, () -> real.hole(fd));
  }

  @Override
  public long written(Fd fd) throws IOException {
    return call("written", fd, () -> real.written(fd));
  }

  @Override
  public OptionalLong nextWritten(Fd fd, long offset) throws IOException {
    return call("nextWritten", fd, () -> real.nextWritten(fd, offset));
  }

  @Override
  public void extend(Fd fd, long size) throws IOException {
    call("extend", fd, () -> real.extend(fd, size));
  }

  @Override
  public OptionalLong blockAddress(Fd fd, long offset) throws IOException {
    return call("blockAddress", fd, () -> real.blockAddress(fd, offset));
  }

  @Override
  public Filesystem filesystem(Fd fd) throws IOException {
    return call("filesystem", fd, () -> real.filesystem(fd));
  }

  @Override
  public void sync(Fd fd) throws IOException {
    call("fsync", fd, () -> real.sync(fd));
  }

  @Override
  public void beginSync(Fd fd) throws IOException {
    call("beginSync", fd, () -> real.beginSync(fd));
  }

  @Override
  public Stat stat(Fd fd) throws IOException {
    return call("stat", fd, () -> real.stat(fd));
  }

  @Override
  public Optional<Stat> stat(Fd directory, Path name) throws IOException {
    return call("stat", directory + "/" + name, () -> real.stat(directory, name));
  }

  @Override
  public Mount mount(Fd fd) throws IOException {
    return call("mount", fd, () -> real.mount(fd));
  }

  @Override
  public void list(Fd directory, Consumer<Path> visit) throws IOException {
    call("list", directory, () -> real.list(directory, visit));
  }

  @Override
  public void rename(Fd fromDirectory, Path from, Fd toDirectory, Path to) throws IOException {
    call("rename", from + " to " + to, () -> real.rename(fromDirectory, from, toDirectory, to));
  }

  @Override
  public void replace(Fd fromDirectory, Path from, Fd toDirectory, Path to) throws IOException {
    call("replace", from + " to " + to, () -> real.replace(fromDirectory, from, toDirectory, to));
  }

  @Override
  public void swap(Fd oneDirectory, Path one, Fd otherDirectory, Path other) throws IOException {
    call("swap", one + " and " + other, () -> real.swap(oneDirectory, one, otherDirectory, other));
  }

  @Override
  public void unlink(Fd directory, Path name) throws IOException {
    call("unlink", directory + "/" + name, () -> real.unlink(directory, name));
  }

  @Override
  public void mkdir(Fd directory, Path name, int mode) throws IOException {
    call("mkdir", directory + "/" + name, () -> real.mkdir(directory, name, mode));
  }

  @Override
  public void chmod(Fd fd, int mode) throws IOException {
    call("chmod", fd, () -> real.chmod(fd, mode));
  }

  @Override
  public void chown(Fd fd, int uid, int gid) throws IOException {
    call("chown", fd, () -> real.chown(fd, uid, gid));
  }

  /// Neither counted nor failed, like the next: nothing on disk depends on it.
  @Override
  public Duration uptime() throws IOException {
    return real.uptime();
  }

  @Override
  public boolean isClockSynchronized() {
    return real.isClockSynchronized();
  }

  @Override
  public void setTimes(Fd fd, Instant accessed, Instant modified) throws IOException {
    call("setTimes", fd, () -> real.setTimes(fd, accessed, modified));
  }

  @Override
  public void copyAttributes(Fd from, Fd to) throws IOException {
    call("copyAttributes", to, () -> real.copyAttributes(from, to));
  }

  @Override
  public Space space(Fd fd) throws IOException {
    return call("space", fd, () -> room.isPresent() ? room.get().get() : real.space(fd));
  }

  @Override
  public Optional<String> attribute(Fd fd, String name) throws IOException {
    return call("getAttribute", fd, () -> real.attribute(fd, name));
  }

  @Override
  public void setAttribute(Fd fd, String name, String value) throws IOException {
    call("setAttribute", fd, () -> real.setAttribute(fd, name, value));
  }

  @Override
  public void removeAttribute(Fd fd, String name) throws IOException {
    call("removeAttribute", fd, () -> real.removeAttribute(fd, name));
  }

  @Override
  public Writers writers(Fd fd) throws IOException {
    return call("writers", fd, () -> real.writers(fd));
  }

  @Override
  public boolean leaseAlone(Fd fd) throws IOException {
    return call("leaseAlone", fd, () -> real.leaseAlone(fd));
  }

  @Override
  public void endLease(Fd fd) throws IOException {
    call("endLease", fd, () -> real.endLease(fd));
  }

  @Override
  public boolean lock(Fd fd) throws IOException {
    return call("lock", fd, () -> real.lock(fd));
  }

  /// Neither counted nor failed, like [#readPipe]: how often a pipe is read is a matter of time.
  @Override
  public Pipe pipe() throws IOException {
    return real.pipe();
  }

  @Override
  public int spawn(Path program, List<String> argv, List<String> environment, Fd output)
      throws IOException {
    return real.spawn(program, argv, environment, output);
  }

  @Override
  public Optional<ExitStatus> exitStatus(int pid) throws IOException {
    return real.exitStatus(pid);
  }

  @Override
  public int readPipe(Fd reader, byte[] into) throws IOException {
    return real.readPipe(reader, into);
  }

  @Override
  public void kill(int pid, int signal) throws IOException {
    call("kill", pid, () -> real.kill(pid, signal));
  }

  @Override
  public Optional<Fd> openProcess(int pid) throws IOException {
    return call("openProcess", pid, () -> real.openProcess(pid));
  }

  @Override
  public void signal(Fd process, int signal) throws IOException {
    call("signal", process, () -> real.signal(process, signal));
  }

  @Override
  public void sendDatagram(String address, byte[] message) throws IOException {
    call("sendDatagram", address, () -> real.sendDatagram(address, message));
  }

  @Override
  public OptionalInt userId(String name) throws IOException {
    return call("userId", name, () -> real.userId(name));
  }

  @Override
  public OptionalInt groupId(String name) throws IOException {
    return call("groupId", name, () -> real.groupId(name));
  }

  /// With faults of its own: none.
  @Override
  public Posix actingAs(Account account) {
    return real.actingAs(account);
  }

  @Override
  public int effectiveUser() {
    return real.effectiveUser();
  }

  @Override
  public Inotify inotify() throws IOException {
    return call("inotify", "inotify", real::inotify);
  }

  @Override
  public void lowPriority() throws IOException {
    call("lowPriority", "thread", real::lowPriority);
  }
}
