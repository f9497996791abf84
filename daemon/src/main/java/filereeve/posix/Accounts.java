package filereeve.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// The host's users and groups, wherever the C library looks them up.
final class Accounts {
  /// In `struct passwd` and in `struct group` the id follows two pointers.
  private static final long ID = 16;

  /// In `struct passwd`.
  private static final long PRIMARY_GROUP = 20;

  /// `NGROUPS_MAX` of Linux.
  private static final int MOST_GROUPS = 65_536;

  private final Libc libc;

  Accounts(Libc libc) {
    this.libc = libc;
  }

  /// @throws NoSuchAccountException if the host does not know the user or the group
  Credentials credentials(Account account) throws PosixException {
    String user = account.user();
    try (Scratch scratch = Scratch.open()) {
      MemorySegment entry = entry(user, Libc.getpwnam, "user", scratch);
      if (entry.equals(MemorySegment.NULL)) {
        throw new NoSuchAccountException("user", user);
      }
      int primary = entry.get(JAVA_INT, PRIMARY_GROUP);
      var groups = new ArrayList<>(groups(user, primary, scratch));
      if (account.group().isEmpty()) {
        return new Credentials(entry.get(JAVA_INT, ID), primary, groups);
      }
      int group = groupOf(account.group().get());
      groups.add(group);
      return new Credentials(entry.get(JAVA_INT, ID), group, groups);
    }
  }

  private int groupOf(String name) throws PosixException {
    return groupId(name).orElseThrow(() -> new NoSuchAccountException("group", name));
  }

  private List<Integer> groups(String user, int group, Scratch scratch) throws PosixException {
    MemorySegment name = scratch.name(user);
    MemorySegment count = scratch.allocate(JAVA_INT);
    MemorySegment all = scratch.allocate(JAVA_INT, MOST_GROUPS);
    count.set(JAVA_INT, 0, MOST_GROUPS);
    libc.call(
        "look up the groups of",
        "user " + user,
        e -> Math.max(0, Libc.getgrouplist.call(e, name, group, all, count)));
    return ints(all, Math.min(MOST_GROUPS, count.get(JAVA_INT, 0)));
  }

  /// Those of this process.
  Credentials ownCredentials() throws PosixException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment all = scratch.allocate(JAVA_INT, MOST_GROUPS);
      long count = libc.call("getgroups", "process", e -> Libc.getgroups.call(e, MOST_GROUPS, all));
      int group = id("getegid", e -> Libc.getegid.call(e));
      return new Credentials(effectiveUser(), group, ints(all, (int) count));
    }
  }

  int effectiveUser() throws PosixException {
    return id("geteuid", e -> Libc.geteuid.call(e));
  }

  /// Never fails: an id from 2^31 on is no error.
  private int id(String name, Libc.Invocation call) throws PosixException {
    return (int) libc.call(name, "process", e -> call.invoke(e) & 0xffff_ffffL);
  }

  private static List<Integer> ints(MemorySegment all, int count) {
    return IntStream.range(0, count).mapToObj(i -> all.getAtIndex(JAVA_INT, i)).toList();
  }

  OptionalInt userId(String name) throws PosixException {
    return idOf(name, Libc.getpwnam, "user");
  }

  OptionalInt groupId(String name) throws PosixException {
    return idOf(name, Libc.getgrnam, "group");
  }

  private OptionalInt idOf(String name, CFunction lookup, String kind) throws PosixException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment entry = entry(name, lookup, kind, scratch);
      return entry.equals(MemorySegment.NULL)
          ? OptionalInt.empty()
          : OptionalInt.of(entry.get(JAVA_INT, ID));
    }
  }

  /// `NULL` if there is none.
  private MemorySegment entry(String name, CFunction lookup, String kind, Scratch scratch)
      throws PosixException {
    MemorySegment text = scratch.name(name);
    MemorySegment entry = scratch.allocate(64, 8);
    MemorySegment strings = scratch.allocate(1 << 18, 1);
    MemorySegment found = scratch.allocate(ADDRESS);
    long error =
        libc.call(
            "look up",
            kind + " " + name,
            e -> lookup.call(e, text, entry, strings, strings.byteSize(), found));
    Errno errno = Errno.of((int) error);
    if (error != 0 && errno != Errno.ENOENT && errno != Errno.ESRCH) {
      throw new PosixException("look up", kind + " " + name, errno, (int) error);
    }
    return found.get(ADDRESS, 0).address() == 0 ? MemorySegment.NULL : entry;
  }
}
