package filereeve.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.OptionalInt;

/// The host's users and groups, wherever the C library looks them up.
final class Accounts {
  private final Libc libc;

  Accounts(Libc libc) {
    this.libc = libc;
  }

  OptionalInt userId(String name) throws IOException {
    return idOf(name, libc.getpwnam, "user");
  }

  OptionalInt groupId(String name) throws IOException {
    return idOf(name, libc.getgrnam, "group");
  }

  /// In `struct passwd` and in `struct group` the id follows two pointers.
  private OptionalInt idOf(String name, MethodHandle lookup, String kind) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = NativeName.of(name, arena);
      MemorySegment entry = arena.allocate(64, 8);
      MemorySegment strings = arena.allocate(1 << 18);
      MemorySegment found = arena.allocate(ADDRESS);
      long error =
          libc.call(
              "look up",
              kind + " " + name,
              e -> (int) lookup.invokeExact(e, text, entry, strings, strings.byteSize(), found));
      Errno errno = Errno.of((int) error);
      if (error != 0 && errno != Errno.ENOENT && errno != Errno.ESRCH) {
        throw new PosixException("look up", kind + " " + name, errno, (int) error);
      }
      boolean none = found.get(ADDRESS, 0).address() == 0;
      return none ? OptionalInt.empty() : OptionalInt.of(entry.get(JAVA_INT, 16));
    }
  }
}
