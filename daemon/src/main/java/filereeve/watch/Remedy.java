package filereeve.watch;

import filereeve.posix.DirectoryListing;
import filereeve.posix.Errno;
import filereeve.posix.PosixException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;

/// What an administrator can do about a failed registration.
final class Remedy {
  private static final Path LIMITS = Path.of("/proc/sys/fs/inotify");

  private Remedy() {}

  /// Whether all watches that the user may have are in use.
  static boolean isLimit(Throwable e) {
    return isErrno(e, Errno.ENOSPC);
  }

  private static boolean isErrno(Throwable e, Errno errno) {
    return e instanceof PosixException call && call.errno() == errno;
  }

  /// The cause and what to do about it.
  static String of(Throwable e) {
    if (isLimit(e)) {
      return "all inotify watches are in use. " + raise("max_user_watches");
    }
    if (e instanceof AccessDeniedException) {
      return "Permission denied. Let the daemon's user read it.";
    }
    if (isErrno(e, Errno.EMFILE) || isErrno(e, Errno.ENFILE)) {
      return allFilesAreOpen()
          ? "Too many open files. Raise the limit: LimitNOFILE=" + " in the unit, or ulimit -n."
          : "all inotify instances are in use. " + raise("max_user_instances");
    }
    return e instanceof SilentMountException
        ? String.valueOf(e.getMessage())
        : e + ". Filereeve retries it.";
  }

  private static String raise(String limit) {
    String twice = current(limit).map(n -> "" + 2 * n).orElse("<more>");
    return "Raise the limit: sysctl fs.inotify." + limit + "=" + twice;
  }

  /// How many watches all programs of the user together may have.
  static Optional<Long> watchesAllowed() {
    return current("max_user_watches");
  }

  /// Not by `Files.readString`, which reads a file of size 0 byte by byte: of these files the
  /// kernel returns the first byte only.
  private static Optional<Long> current(String limit) {
    try {
      return Optional.of(Long.parseLong(Files.readAllLines(LIMITS.resolve(limit)).getFirst()));
    } catch (IOException | NumberFormatException | NoSuchElementException _) {
      return Optional.empty();
    }
  }

  /// Whether no file can be opened: `EMFILE` means that, or that the limit of instances is reached.
  private static boolean allFilesAreOpen() {
    try {
      new DirectoryListing().list(LIMITS, (_, _) -> {});
      return false;
    } catch (IOException e) {
      return isErrno(e, Errno.EMFILE);
    }
  }
}
