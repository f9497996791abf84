package filereeve.posix;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Extended attributes, among which Linux keeps ACLs.
interface ExtendedAttributeCalls extends LinuxCalls {
  @Override
  default void copyAttributes(Fd from, Fd to) throws IOException {
    if (list(from, MemorySegment.NULL) <= 0) {
      return; // most files have none
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment names = arena.allocate(Uapi.LARGEST_XATTR);
      long length = list(from, names);
      MemorySegment value = arena.allocate(Uapi.LARGEST_XATTR);
      for (long at = 0; at < length; ) {
        MemorySegment name = names.asSlice(at);
        copyOne(from, to, name, value);
        at += name.getString(0, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8).length + 1;
      }
    }
  }

  @Override
  default Optional<String> attribute(Fd file, String name) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom(name);
      MemorySegment value = arena.allocate(Uapi.LARGEST_XATTR);
      long size =
          libc()
              .callOr(
                  Errno.ENODATA,
                  "getxattr",
                  file.path() + " " + name,
                  e ->
                      (long)
                          Libc.fgetxattr.invokeExact(
                              e, file.number(), text, value, Uapi.LARGEST_XATTR));
      if (size < 0) {
        return Optional.empty();
      }
      byte[] bytes = value.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE);
      return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  @Override
  default void setAttribute(Fd file, String name, String value) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom(name);
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      MemorySegment content = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      libc()
          .call(
              "setxattr",
              file.path() + " " + name,
              e ->
                  (int)
                      Libc.fsetxattr.invokeExact(
                          e, file.number(), text, content, content.byteSize(), 0));
    }
  }

  @Override
  default void removeAttribute(Fd file, String name) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom(name);
      libc()
          .call(
              "removexattr",
              file.path() + " " + name,
              e -> (int) Libc.fremovexattr.invokeExact(e, file.number(), text));
    }
  }

  /// @return -1 where the filesystem has none at all
  private long list(Fd from, MemorySegment names) throws PosixException {
    return libc()
        .callOr(
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
          libc()
              .call(
                  "getxattr",
                  from.path() + " " + text,
                  e ->
                      (long)
                          Libc.fgetxattr.invokeExact(
                              e, from.number(), name, value, Uapi.LARGEST_XATTR));
      MemorySegment exact = value.asSlice(0, size);
      libc()
          .call(
              "setxattr",
              to.path() + " " + text,
              e -> (int) Libc.fsetxattr.invokeExact(e, to.number(), name, exact, size, 0));
    } catch (PosixException e) {
      if (!mayStayBehind(text, e.errno())) {
        throw e;
      }
    }
  }

  /// Whether the target can do without: its filesystem has no such attributes, the source lost this
  /// one meanwhile, or it is a label, which the kernel gives to new files by itself and which this
  /// process may not set.
  private static boolean mayStayBehind(String name, Errno errno) {
    boolean kernels = name.startsWith("security.") || name.startsWith("trusted.");
    return errno == Errno.EOPNOTSUPP
        || errno == Errno.ENODATA
        || (kernels && (errno == Errno.EPERM || errno == Errno.EACCES));
  }
}
