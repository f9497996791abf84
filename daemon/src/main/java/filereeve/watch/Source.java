package filereeve.watch;

import java.io.IOException;

/// Where directory events come from.
public enum Source {
  /// [#INOTIFY], or [#DIRECTORY_WATCHER] where the C library cannot be called.
  AUTO,
  /// The kernel's inotify, by a binding of our own: it asks for what the rules need only.
  INOTIFY,
  /// directory-watcher on the JDK's watch service.
  DIRECTORY_WATCHER;

  DirectoryEvents open() throws IOException {
    return switch (this) {
      case AUTO -> openBest();
      case INOTIFY -> InotifyEvents.open();
      case DIRECTORY_WATCHER -> LibraryEvents.open();
    };
  }

  private static DirectoryEvents openBest() throws IOException {
    try {
      return InotifyEvents.open();
    } catch (LinkageError _) {
      // Such as `UnsatisfiedLinkError` or `ExceptionInInitializerError`: the C library lacks a
      // function. The program would not have come so far without most of them.
      return LibraryEvents.open();
    }
  }
}
