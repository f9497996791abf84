package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// Extended attributes, among which Linux keeps ACLs.
interface ExtendedAttributeCalls extends LinuxCalls {
  @Override
  default boolean copyAttributes(Fd from, Fd to) throws IOException {
    if (list(from, MemorySegment.NULL) > 0) { // most files have none
      copyAll(from, to);
    }
    boolean any = list(to, MemorySegment.NULL) > 0;
    if (any && !AccessControlList.isOn(this, from)) {
      AccessControlList.remove(this, to); // which its directory's default list has given it
    }
    return any;
  }

  private void copyAll(Fd from, Fd to) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment names = arena.allocate(Uapi.LARGEST_XATTR);
      long length = list(from, names);
      MemorySegment value = arena.allocate(Uapi.LARGEST_XATTR);
      for (long at = 0; at < length; ) {
        MemorySegment name = names.asSlice(at);
        copyOne(from, to, name, value);
        at += name.getString(0, ISO_8859_1).length() + 1; // its bytes, which may be no UTF-8
      }
    }
  }

  @Override
  default Optional<String> attribute(Fd file, String name) throws IOException {
    try (Scratch scratch = Scratch.open();
        Arena arena = Arena.ofConfined()) {
      MemorySegment text = scratch.name(name);
      if (get(file, text, MemorySegment.NULL) < 0) {
        return Optional.empty(); // as for most files: no room for the value is needed
      }
      MemorySegment value = arena.allocate(Uapi.LARGEST_XATTR);
      long size = get(file, text, value);
      return size < 0
          ? Optional.empty()
          : Optional.of(new String(value.asSlice(0, size).toArray(JAVA_BYTE), UTF_8));
    }
  }

  @Override
  default void setAttribute(Fd file, String name, String value) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment content = arena.allocateFrom(JAVA_BYTE, value.getBytes(UTF_8));
      set(file, arena.allocateFrom(name), content);
    }
  }

  @Override
  default void removeAttribute(Fd file, String name) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom(name);
      call("removexattr", object(file, text), e -> Libc.fremovexattr.call(e, file.number(), text));
    }
  }

  /// @return -1 where the filesystem has none at all
  private long list(Fd from, MemorySegment names) throws PosixException {
    return callOr(
        Errno.EOPNOTSUPP,
        "listxattr",
        from,
        e -> Libc.flistxattr.call(e, from.number(), names, names.byteSize()));
  }

  /// @return -1 if the file has no such attribute
  private long get(Fd file, MemorySegment name, MemorySegment value) throws PosixException {
    return callOr(
        Errno.ENODATA,
        "getxattr",
        object(file, name),
        e -> Libc.fgetxattr.call(e, file.number(), name, value, value.byteSize()));
  }

  private void set(Fd file, MemorySegment name, MemorySegment value) throws PosixException {
    call(
        "setxattr",
        object(file, name),
        e -> Libc.fsetxattr.call(e, file.number(), name, value, value.byteSize(), 0));
  }

  private static String object(Fd file, MemorySegment name) {
    return file.path() + " " + name.getString(0, UTF_8);
  }

  private void copyOne(Fd from, Fd to, MemorySegment name, MemorySegment value)
      throws PosixException {
    try {
      long size = get(from, name, value);
      if (size >= 0) { // else it went away meanwhile
        set(to, name, value.asSlice(0, size));
      }
    } catch (PosixException e) {
      if (!mayStayBehind(name.getString(0, UTF_8), e.errno())) {
        throw e;
      }
    }
  }

  /// Whether the target can do without: its filesystem has no such attributes, or it is a label,
  /// which the kernel gives to new files by itself and which this process may not set.
  static boolean mayStayBehind(String name, Errno errno) {
    boolean kernels = name.startsWith("security.") || name.startsWith("trusted.");
    return errno == Errno.EOPNOTSUPP
        || (kernels && (errno == Errno.EPERM || errno == Errno.EACCES));
  }
}
