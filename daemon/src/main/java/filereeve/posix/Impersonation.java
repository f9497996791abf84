package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lends the calling thread an account's permissions for one system call at a time: the kernel
/// keeps the ids that it checks access to files by for each thread (`setfsuid(2)`). It takes root's
/// file capabilities away with the first change and gives them back with the second. Nothing but
/// that call runs in between.
///
/// The C library's own `setgroups` would change all threads, so the system call itself is made.
///
/// Thread: safe for use by many threads.
final class Impersonation {
  /// Is no user's id: setfsuid(2) changes nothing then, and returns the present one.
  private static final int NOBODY = -1;

  private final Libc libc;
  private final Accounts accounts;
  private final Account account;
  private volatile @Nullable Credentials borrowed;
  private volatile @Nullable Credentials own;

  /// @param libc makes calls with the process's own permissions
  Impersonation(Libc libc, Account account) {
    this.libc = libc;
    this.accounts = new Accounts(libc);
    this.account = account;
  }

  /// For tests.
  Impersonation(Libc libc, Account account, Credentials own) throws PosixException {
    this(libc, account);
    this.borrowed = accounts.credentials(account);
    this.own = own;
  }

  /// The user whose permissions are lent.
  ///
  /// @throws NoSuchAccountException if the host does not know the account, at present
  Credentials credentials() throws PosixException {
    Credentials known = borrowed;
    if (known == null) {
      known = accounts.credentials(account);
      own = accounts.ownCredentials();
      borrowed = known;
    }
    return known;
  }

  /// Makes one call.
  ///
  /// @throws PosixException if it fails, or was not made because the thread could not get the
  ///   permissions
  long call(Libc.Call call) throws PosixException {
    Credentials to = credentials();
    Credentials back = own;
    if (back == null) {
      throw new IllegalStateException("the process's own credentials are not known");
    }
    if (user() != back.user()) { // a filter of system calls refuses to say it
      throw new PosixException("act as", who(), Errno.EPERM);
    }
    groups(to.groups()); // only root may: then there is nothing to give back
    try {
      change(to);
      return call.make();
    } finally {
      giveBack(back);
    }
  }

  /// setfsgid(2) and setfsuid(2) report no failure, so the user id is read back. The kernel allows
  /// or refuses both for the same reason.
  private void change(Credentials to) throws PosixException {
    libc.call("setfsgid", who(), e -> id((int) Libc.setfsgid.call(e, to.group())));
    libc.call("setfsuid", who(), e -> id((int) Libc.setfsuid.call(e, to.user())));
    if (user() != to.user()) {
      throw new PosixException("act as", who(), Errno.EPERM);
    }
  }

  /// A thread that kept the other ids would do everything that follows with the wrong permissions.
  private void giveBack(Credentials own) {
    try {
      try {
        groups(own.groups());
      } finally {
        change(own); // whatever became of the groups
      }
    } catch (IOException e) {
      throw new IllegalStateException("the thread's own permissions did not come back", e);
    }
  }

  private int user() throws PosixException {
    return (int) libc.call("setfsuid", who(), e -> id((int) Libc.setfsuid.call(e, NOBODY)));
  }

  /// Both return the id before the change, never an error.
  private static long id(int number) {
    return Integer.toUnsignedLong(number);
  }

  private void groups(List<Integer> groups) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment all =
          arena.allocateFrom(JAVA_INT, groups.stream().mapToInt(Integer::intValue).toArray());
      long count = groups.size();
      long setgroups = libc.architecture().setgroups();
      libc.call("setgroups", who(), e -> Libc.syscall.call(e, setgroups, count, all));
    }
  }

  private String who() {
    return "user " + account.user();
  }
}
