package filereeve.posix;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/// The real system calls, of the C library of a Linux on x86_64 or aarch64. All numbers are of the
/// kernel's `include/uapi` ([Uapi]); where the two architectures differ, [Architecture] knows. Each
/// family of calls is an interface of its own.
public final class LinuxPosix
    implements NameCalls,
        ContentCalls,
        StorageCalls,
        AttributeCalls,
        ExtendedAttributeCalls,
        LeaseCalls,
        ClockCalls,
        ProcessCalls,
        SocketCalls,
        SpawnCalls {
  private final Optional<Impersonation> impersonation;
  private final Libc libc;

  public LinuxPosix() {
    this(Optional.empty(), new Libc());
  }

  private LinuxPosix(Optional<Impersonation> impersonation, Libc libc) {
    this.impersonation = impersonation;
    this.libc = libc;
  }

  @Override
  public Libc libc() {
    return libc;
  }

  @Override
  public void close(Fd fd) throws IOException {
    libc.close(fd);
  }

  @Override
  public NativeMemory memory(int bytes) throws IOException {
    return NativeMemory.map(libc, bytes);
  }

  @Override
  public Inotify inotify() throws IOException {
    return Inotify.open(libc);
  }

  @Override
  public MountChanges mountChanges() throws IOException {
    return PolledMountChanges.open(libc);
  }

  @Override
  public OptionalInt userId(String name) throws IOException {
    return new Accounts(libc).userId(name);
  }

  @Override
  public OptionalInt groupId(String name) throws IOException {
    return new Accounts(libc).groupId(name);
  }

  @Override
  public Posix actingAs(Account account) {
    var lent = new Impersonation(new Libc(), account);
    return new LinuxPosix(Optional.of(lent), new Libc(lent));
  }

  @Override
  public int effectiveUser() {
    try {
      return impersonation.isPresent()
          ? impersonation.get().credentials().user()
          : new Accounts(libc).effectiveUser();
    } catch (PosixException e) {
      throw new IllegalStateException("the user is not known", e);
    }
  }
}
