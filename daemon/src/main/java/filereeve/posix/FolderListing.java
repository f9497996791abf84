package filereeve.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Arrays;

/// Lists folders with the kind of each entry, which the JDK does not: a walk of a large tree needs
/// to look at no file by itself.
///
/// Thread: one at a time.
@SuppressWarnings("restricted")
public final class FolderListing {
  /// What an entry is.
  public enum Kind {
    FOLDER,
    LINK,
    OTHER,
    /// The filesystem does not tell: it has to be looked at.
    UNKNOWN
  }

  /// Is told of each entry.
  public interface Visit {
    /// Whether the name of such an entry is wanted; to make it costs something.
    boolean wants(Kind kind);

    void entry(Path name, Kind kind);
  }

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO_KEPT = Linker.Option.captureCallState("errno");
  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle OPEN =
      bind(
          "open",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle GETDENTS64 =
      bind("getdents64", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle CLOSE =
      bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  /// `struct linux_dirent64` of getdents64(2).
  private static final int LENGTH = 16;

  private static final int TYPE = 18;
  private static final int NAME = 19;
  private static final int DT_UNKNOWN = 0;
  private static final int DT_DIR = 4;
  private static final int DT_LNK = 10;

  private static final int LONGEST_PATH = 4096;

  private final MemorySegment errno = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());
  private final MemorySegment path = Arena.ofAuto().allocate(LONGEST_PATH);
  private final MemorySegment buffer = Arena.ofAuto().allocate(32 << 10, 8);
  private final int openFlags =
      Architecture.ofThisProcess().flags(Open.FOLDER); // and no symbolic link

  /// @throws NoSuchFileException if it is not there
  /// @throws NotDirectoryException if it is no folder, or a symbolic link
  /// @throws AccessDeniedException if it must not be read
  public void list(Path folder, Visit visit) throws IOException {
    byte[] bytes = PathBytes.of(folder);
    if (bytes.length >= LONGEST_PATH) {
      throw new FileSystemException(folder.toString(), null, "its path is too long");
    }
    MemorySegment.copy(bytes, 0, path, JAVA_BYTE, 0, bytes.length);
    path.set(JAVA_BYTE, bytes.length, (byte) 0);
    int descriptor = (int) call(folder, () -> (int) OPEN.invokeExact(errno, path, openFlags));
    try {
      long filled = fill(folder, descriptor);
      while (filled > 0) {
        visit(filled, visit);
        filled = fill(folder, descriptor);
      }
    } finally {
      long _ = result(() -> (int) CLOSE.invokeExact(errno, descriptor));
    }
  }

  private long fill(Path folder, int descriptor) throws IOException {
    return call(
        folder, () -> (long) GETDENTS64.invokeExact(errno, descriptor, buffer, buffer.byteSize()));
  }

  private void visit(long filled, Visit visit) {
    for (long at = 0; at < filled; ) {
      Kind kind =
          switch (buffer.get(JAVA_BYTE, at + TYPE)) {
            case DT_DIR -> Kind.FOLDER;
            case DT_LNK -> Kind.LINK;
            case DT_UNKNOWN -> Kind.UNKNOWN;
            default -> Kind.OTHER;
          };
      if (!isItselfOrParent(at + NAME) && visit.wants(kind)) {
        visit.entry(name(at + NAME), kind);
      }
      at += Short.toUnsignedInt(buffer.get(JAVA_SHORT_UNALIGNED, at + LENGTH));
    }
  }

  private boolean isItselfOrParent(long at) {
    if (buffer.get(JAVA_BYTE, at) != '.') {
      return false;
    }
    byte next = buffer.get(JAVA_BYTE, at + 1);
    return next == 0 || (next == '.' && buffer.get(JAVA_BYTE, at + 2) == 0);
  }

  private Path name(long at) {
    int length = 0;
    while (buffer.get(JAVA_BYTE, at + length) != 0) {
      length++;
    }
    byte[] name = new byte[length];
    MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, at, name, 0, length);
    return PathBytes.toName(name);
  }

  private interface Invocation {
    long invoke() throws Throwable;
  }

  private long call(Path folder, Invocation invocation) throws IOException {
    while (true) {
      long result = result(invocation);
      if (result >= 0) {
        return result;
      }
      Errno error = Errno.of((int) ERRNO.get(errno, 0L));
      if (error != Errno.EINTR) {
        throw failure(folder.toString(), error);
      }
    }
  }

  private static IOException failure(String folder, Errno error) {
    return switch (error) {
      case ENOENT -> new NoSuchFileException(folder);
      case ENOTDIR, ELOOP -> new NotDirectoryException(folder);
      case EACCES -> new AccessDeniedException(folder);
      case EMFILE -> new FileSystemException(folder, null, "Too many open files");
      default -> new FileSystemException(folder, null, error.meaning());
    };
  }

  private static long result(Invocation invocation) {
    try {
      return invocation.invoke();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a foreign function threw", e);
    }
  }

  private static MethodHandle bind(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    Linker.Option[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = ERRNO_KEPT;
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, all);
  }
}
