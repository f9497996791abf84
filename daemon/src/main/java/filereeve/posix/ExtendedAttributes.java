package filereeve.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Extended attributes, among which Linux keeps ACLs.
final class ExtendedAttributes {
  /// `XATTR_LIST_MAX` and `XATTR_SIZE_MAX` of `linux/limits.h`.
  private static final long LARGEST = 65536;

  private final Libc libc;

  ExtendedAttributes(Libc libc) {
    this.libc = libc;
  }

  void copy(Fd from, Fd to) throws PosixException {
    if (list(from, MemorySegment.NULL) <= 0) {
      return; // most files have none
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment names = arena.allocate(LARGEST);
      long length = list(from, names);
      MemorySegment value = arena.allocate(LARGEST);
      for (long at = 0; at < length; ) {
        MemorySegment name = names.asSlice(at);
        copyOne(from, to, name, value);
        at += name.getString(0, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8).length + 1;
      }
    }
  }

  Optional<String> get(Fd file, String name) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom(name);
      MemorySegment value = arena.allocate(LARGEST);
      long size =
          libc.callOr(
              Errno.ENODATA,
              "getxattr",
              file.path() + " " + name,
              e -> (long) Libc.fgetxattr.invokeExact(e, file.number(), text, value, LARGEST));
      if (size < 0) {
        return Optional.empty();
      }
      byte[] bytes = value.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE);
      return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  void set(Fd file, String name, String value) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom(name);
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      MemorySegment content = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      libc.call(
          "setxattr",
          file.path() + " " + name,
          e ->
              (int)
                  Libc.fsetxattr.invokeExact(
                      e, file.number(), text, content, content.byteSize(), 0));
    }
  }

  void remove(Fd file, String name) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom(name);
      libc.call(
          "removexattr",
          file.path() + " " + name,
          e -> (int) Libc.fremovexattr.invokeExact(e, file.number(), text));
    }
  }

  /// @return -1 where the filesystem has none at all
  private long list(Fd from, MemorySegment names) throws PosixException {
    return libc.callOr(
        Errno.EOPNOTSUPP,
        "listxattr",
        from.path(),
        e -> (long) Libc.flistxattr.invokeExact(e, from.number(), names, names.byteSize()));
  }

  private void copyOne(Fd from, Fd to, MemorySegment name, MemorySegment value)
      throws PosixException {
    String text = name.getString(0, StandardCharsets.UTF_8);
    try {
      long size =
          libc.call(
              "getxattr",
              from.path() + " " + text,
              e -> (long) Libc.fgetxattr.invokeExact(e, from.number(), name, value, LARGEST));
      MemorySegment exact = value.asSlice(0, size);
      libc.call(
          "setxattr",
          to.path() + " " + text,
          e -> (int) Libc.fsetxattr.invokeExact(e, to.number(), name, exact, size, 0));
    } catch (PosixException e) {
      if (!mayStayBehind(text, e.errno())) {
        throw e;
      }
    }
  }

  /// A filesystem without such attributes, one that went away meanwhile, and the kernel's own
  /// labels, which it gives to the new file by itself and which only it or root may set.
  private static boolean mayStayBehind(String name, Errno errno) {
    boolean kernels = name.startsWith("security.") || name.startsWith("trusted.");
    return errno == Errno.EOPNOTSUPP
        || errno == Errno.ENODATA
        || (kernels && (errno == Errno.EPERM || errno == Errno.EACCES));
  }
}
