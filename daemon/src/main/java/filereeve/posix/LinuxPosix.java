package filereeve.posix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The real system calls, of the C library of a Linux on x86_64 or aarch64. All numbers are of the
/// kernel's `include/uapi`; where the two architectures differ, [Architecture] knows.
public final class LinuxPosix implements Posix {
  private final Architecture architecture = Architecture.ofThisProcess();
  private final Optional<Impersonation> impersonation;
  private final Libc libc;
  private final Transfers transfers;
  private final NameCalls names;
  private final Attributes attributes;
  private final ExtendedAttributes extendedAttributes;
  private final Blocks blocks;
  private final Filesystems filesystems;
  private final Leases leases;
  private final Pipes pipes;
  private final Accounts accounts;

  public LinuxPosix() {
    this(Optional.empty(), new Libc());
  }

  private LinuxPosix(Optional<Impersonation> impersonation, Libc libc) {
    this.impersonation = impersonation;
    this.libc = libc;
    this.transfers = new Transfers(libc);
    this.names = new NameCalls(libc);
    this.attributes = new Attributes(libc);
    this.extendedAttributes = new ExtendedAttributes(libc);
    this.blocks = new Blocks(libc);
    this.filesystems = new Filesystems(libc);
    this.leases = new Leases(libc);
    this.pipes = new Pipes(libc, transfers);
    this.accounts = new Accounts(libc);
  }

  @Override
  public Fd openDirectory(Path directory) throws IOException {
    return names.open(
        NameCalls.AT_FDCWD,
        directory,
        directory.toString(),
        architecture.flags(Open.DIRECTORY_FOLLOW),
        0);
  }

  @Override
  public Fd open(Fd directory, Path name, Open how, int mode) throws IOException {
    Fd fd =
        names.open(
            directory.number(),
            name,
            NameCalls.path(directory, name),
            architecture.flags(how),
            mode);
    if (how == Open.CREATE_NEW) {
      chmod(fd, mode);
    }
    return fd;
  }

  @Override
  public void close(Fd fd) throws IOException {
    libc.close(fd);
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
  public NativeMemory memory(int bytes) throws IOException {
    return NativeMemory.map(libc, bytes);
  }

  @Override
  public void truncate(Fd fd, long size) throws IOException {
    blocks.truncate(fd, size);
  }

  @Override
  public void collapse(Fd fd, long offset, long length) throws IOException {
    blocks.collapse(fd, offset, length);
  }

  @Override
  public Optional<Hole> hole(Fd fd) throws IOException {
    return blocks.hole(fd, stat(fd).size());
  }

  @Override
  public OptionalLong blockAddress(Fd fd, long offset) throws IOException {
    return blocks.address(fd, offset);
  }

  @Override
  public Filesystem filesystem(Fd fd) throws IOException {
    return filesystems.filesystem(fd);
  }

  @Override
  public void sync(Fd fd) throws IOException {
    libc.call("fsync", fd.path(), e -> (int) Libc.fsync.invokeExact(e, fd.number()));
  }

  @Override
  public void beginSync(Fd fd) {
    transfers.beginSync(fd);
  }

  @Override
  public Stat stat(Fd fd) throws IOException {
    return attributes.stat(fd);
  }

  @Override
  public Optional<Stat> stat(Fd directory, Path name) throws IOException {
    return attributes.stat(directory, name);
  }

  @Override
  public List<Path> list(Fd directory) throws IOException {
    return new DirectoryEntries(libc, directory, transfers.buffer()).names();
  }

  @Override
  public void rename(Fd fromDirectory, Path from, Fd toDirectory, Path to) throws IOException {
    names.rename(fromDirectory, from, toDirectory, to);
  }

  @Override
  public void replace(Fd fromDirectory, Path from, Fd toDirectory, Path to) throws IOException {
    names.replace(fromDirectory, from, toDirectory, to);
  }

  @Override
  public void unlink(Fd directory, Path name) throws IOException {
    names.unlink(directory, name);
  }

  @Override
  public void mkdir(Fd directory, Path name, int mode) throws IOException {
    names.mkdir(directory, name, mode);
    Fd made = open(directory, name, Open.DIRECTORY, 0);
    try {
      chmod(made, mode);
    } finally {
      close(made);
    }
  }

  @Override
  public void chmod(Fd fd, int mode) throws IOException {
    attributes.chmod(fd, mode);
  }

  @Override
  public void chown(Fd fd, int uid, int gid) throws IOException {
    attributes.chown(fd, uid, gid);
  }

  @Override
  public void setTimes(Fd fd, Instant accessed, Instant modified) throws IOException {
    attributes.setTimes(fd, accessed, modified);
  }

  @Override
  public void copyAttributes(Fd from, Fd to) throws IOException {
    extendedAttributes.copy(from, to);
  }

  @Override
  public Space space(Fd fd) throws IOException {
    return filesystems.space(fd);
  }

  @Override
  public Optional<String> attribute(Fd fd, String name) throws IOException {
    return extendedAttributes.get(fd, name);
  }

  @Override
  public void setAttribute(Fd fd, String name, String value) throws IOException {
    extendedAttributes.set(fd, name, value);
  }

  @Override
  public void removeAttribute(Fd fd, String name) throws IOException {
    extendedAttributes.remove(fd, name);
  }

  @Override
  public Writers writers(Fd fd) {
    return leases.writers(fd);
  }

  @Override
  public boolean leaseAlone(Fd fd) {
    return leases.takeAlone(fd);
  }

  @Override
  public void endLease(Fd fd) throws IOException {
    leases.end(fd);
  }

  @Override
  public boolean lock(Fd fd) throws IOException {
    return leases.lock(fd);
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
    libc.call("kill", "process " + pid, e -> (int) Libc.kill.invokeExact(e, pid, signal));
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
      return (int) libc.call("geteuid", "process", e -> (int) Libc.geteuid.invokeExact(e));
    } catch (PosixException e) {
      throw new IllegalStateException("the user is not known", e);
    }
  }

  @Override
  public Inotify inotify() throws IOException {
    return Inotify.open(libc);
  }

  @Override
  public void lowPriority() throws IOException {
    new ThreadPriority(libc, architecture).lowest();
  }
}
