package filereeve.watch;

import static filereeve.telemetry.Field.field;

import filereeve.posix.Errno;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/// Where directory events come from.
public enum Source {
  /// [#INOTIFY], or [#DIRECTORY_WATCHER] where the host has no inotify that can be called.
  AUTO,
  /// The kernel's inotify, by Filereeve's own binding, which asks only for what the rules need.
  INOTIFY,
  /// directory-watcher on the JDK's watch service.
  DIRECTORY_WATCHER;

  /// @param log gets one line if inotify cannot be called
  DirectoryEvents.Opening opening(Posix posix, Log log) {
    return switch (this) {
      case AUTO -> {
        var said = new AtomicBoolean();
        yield () -> openBest(posix, log, said);
      }
      case INOTIFY -> () -> InotifyEvents.open(posix);
      case DIRECTORY_WATCHER -> LibraryEvents::open;
    };
  }

  private static DirectoryEvents openBest(Posix posix, Log log, AtomicBoolean said)
      throws IOException {
    try {
      return InotifyEvents.open(posix);
    } catch (PosixException e) {
      if (e.errno() != Errno.ENOSYS) {
        throw e;
      }
      if (!said.getAndSet(true)) {
        log.log(
            Event.DEGRADED,
            field("why", "file events come from directory-watcher: " + e.getMessage()));
      }
      return LibraryEvents.open();
    }
  }
}
