package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Opens directories by their paths, and follows only those symbolic links that nobody else than
/// the trusted users could have made: root, and the user whose permissions are used.
///
/// A link is followed if a trusted user owns it and trusted users control all directories above it:
/// `/var/log` may lead to `/data/log`. Below the first directory that somebody else controls no
/// link is followed: its owner could swap it at any moment, and lead the daemon to files that are
/// not his.
///
/// Each part of a path is opened relative to the part before and inspected by its handle, so that
/// nothing can be swapped between the check and the use. A path without links needs no check: its
/// owners can swap its directories for directories of theirs only. One `openat2` with
/// `RESOLVE_NO_SYMLINKS` opens it.
final class TrustedPath {
  /// As many as the kernel follows.
  private static final int MOST_LINKS = 40;

  private static final Path TOP = Path.of("/");
  private static final Path HERE = Path.of(".");
  private static final Path ABOVE = Path.of("..");

  /// What becomes of a link that is the last part of a path.
  enum LastLink {
    FOLLOWED,
    REFUSED
  }

  private final LinuxCalls calls;
  private final Libc libc;
  private final LastLink last;

  TrustedPath(LinuxCalls calls, LastLink last) {
    this.calls = calls;
    this.libc = calls.libc();
    this.last = last;
  }

  /// @throws UntrustedLinkException if it leads through a link that is not followed
  Fd open(Path directory) throws IOException {
    try {
      return openWithoutLinks(directory);
    } catch (PosixException e) {
      return switch (e.errno()) {
        // A link; or a kernel before 5.6, or a filter of system calls, that has no openat2.
        case ELOOP, ENOSYS, EPERM -> walk(directory);
        default -> throw e;
      };
    }
  }

  private Fd openWithoutLinks(Path directory) throws PosixException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment bytes = scratch.name(directory);
      MemorySegment how = scratch.allocate(Uapi.OPEN_HOW_SIZE, Long.BYTES).fill((byte) 0);
      how.set(JAVA_LONG, 0, libc.architecture().directory());
      how.set(JAVA_LONG, 16, Uapi.RESOLVE_NO_SYMLINKS);
      long fd =
          libc.call(
              "open",
              directory.toString(),
              e ->
                  Libc.syscall.call(
                      e, Uapi.OPENAT2, (long) Uapi.AT_FDCWD, bytes, how, Uapi.OPEN_HOW_SIZE));
      return new Fd((int) fd, directory.toString());
    }
  }

  /// The same part by part, where there may be links.
  Fd walk(Path directory) throws IOException {
    Path path = directory.toAbsolutePath();
    for (int links = 0; links <= MOST_LINKS; links++) {
      try (var walk = new Walk(path)) {
        Optional<Path> instead = walk.toTheEnd();
        if (instead.isEmpty()) {
          return walk.openAs(directory);
        }
        path = instead.get();
      }
    }
    throw new PosixException("open", directory.toString(), Errno.ELOOP);
  }

  /// The way down an absolute path, as far as there is no link.
  private final class Walk implements AutoCloseable {
    private final TrustedUsers trusted = new TrustedUsers(calls.effectiveUser());
    private final Path path;
    private Path at = TOP;
    private Fd here;

    /// The first directory on the way that others control too, and its attributes.
    private Optional<Map.Entry<Path, Stat>> untrusted = Optional.empty();

    Walk(Path path) throws IOException {
      this.path = path;
      this.here = handle(Uapi.AT_FDCWD, TOP);
      inspect(calls.stat(here));
    }

    /// @return the path that is to be walked instead, if this one leads through a link
    Optional<Path> toTheEnd() throws IOException {
      for (int part = 0; part < path.getNameCount(); part++) {
        Path name = path.getName(part);
        if (name.equals(ABOVE)) {
          return Optional.of(before(part, at.resolve(ABOVE).normalize()));
        }
        if (!name.equals(HERE)) {
          Optional<Path> target = enter(name, part == path.getNameCount() - 1);
          if (target.isPresent()) {
            return Optional.of(before(part, at.resolve(target.get())));
          }
        }
      }
      return Optional.empty();
    }

    /// Another directory, and behind it what follows a part of the path.
    private Path before(int part, Path directory) {
      int next = part + 1;
      return next == path.getNameCount()
          ? directory
          : directory.resolve(path.subpath(next, path.getNameCount()));
    }

    /// @return what it leads to, if it is a link
    private Optional<Path> enter(Path name, boolean isLast) throws IOException {
      Fd part = handle(here.number(), name);
      try {
        Stat stat = calls.stat(part);
        switch (stat.type()) {
          case SYMLINK -> {
            return Optional.of(target(part, at.resolve(name), stat, isLast));
          }
          case DIRECTORY -> {
            Fd above = here;
            here = part;
            part = above;
            at = at.resolve(name);
            inspect(stat);
          }
          case REGULAR, SOCKET, OTHER -> throw new PosixException("open", text(), Errno.ENOTDIR);
        }
      } finally {
        calls.close(part);
      }
      return Optional.empty();
    }

    private void inspect(Stat directory) throws IOException {
      if (untrusted.isEmpty() && !trusted.control(directory, this::hasAccessControlList)) {
        untrusted = Optional.of(Map.entry(at, directory));
      }
    }

    private boolean hasAccessControlList() throws IOException {
      Fd directory;
      try {
        directory = openAs(at);
      } catch (PosixException e) {
        if (e.errno() == Errno.EACCES) {
          return true; // nobody can say that it has none
        }
        throw e;
      }
      try {
        return AccessControlList.isOn(calls, directory);
      } finally {
        calls.close(directory);
      }
    }

    private Path target(Fd link, Path name, Stat stat, boolean isLast) throws IOException {
      if (isLast && last == LastLink.REFUSED) {
        throw new PosixException("open", text(), Errno.ELOOP);
      }
      if (untrusted.isPresent()) {
        throw new UntrustedLinkException(
            name, stat.uid(), untrusted.get().getKey(), untrusted.get().getValue());
      }
      if (!trusted.own(stat)) {
        throw new UntrustedLinkException(name, stat.uid());
      }
      try (Scratch scratch = Scratch.open()) {
        MemorySegment itself = scratch.name("");
        MemorySegment bytes = scratch.allocate(Uapi.PATH_MAX, 1);
        long length =
            libc.call(
                "readlink",
                name.toString(),
                e -> Libc.readlinkat.call(e, link.number(), itself, bytes, Uapi.PATH_MAX));
        return PathBytes.toPath(bytes.asSlice(0, length).toArray(JAVA_BYTE));
      }
    }

    /// A handle of a part itself, be it a link, which needs no permission to read it.
    private Fd handle(int directory, Path name) throws PosixException {
      return NameCalls.open(libc, directory, name, text(), libc.architecture().handle(), 0);
    }

    /// @param name for messages
    Fd openAs(Path name) throws IOException {
      int flags = libc.architecture().flags(Open.DIRECTORY);
      return NameCalls.open(libc, here.number(), HERE, name.toString(), flags, 0);
    }

    /// For messages.
    private String text() {
      return path.toString();
    }

    @Override
    public void close() throws IOException {
      calls.close(here);
    }
  }
}
