package filereeve.watch;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;

import filereeve.posix.Errno;
import filereeve.posix.PosixException;
import io.methvin.watcher.DirectoryChangeEvent;
import io.methvin.watcher.DirectoryChangeListener;
import io.methvin.watcher.DirectoryWatcher;
import io.methvin.watcher.visitor.FileTreeVisitor;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchService;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// Directory events by directory-watcher on the JDK's watch service. The package's documentation
/// says how it is made to watch single directories.
final class LibraryEvents implements DirectoryEvents {
  /// The one path that the library demands. It never registers it.
  private static final Path START = Path.of("/");

  /// Overflows of this many directories in a row are reported as one.
  private static final int OVERFLOWS_TOGETHER = 1000;

  private final WatchService service;
  private FileTreeVisitor.@Nullable Callback register;
  private boolean started;

  private LibraryEvents(WatchService service) {
    this.service = service;
  }

  static LibraryEvents open() throws IOException {
    try {
      return new LibraryEvents(FileSystems.getDefault().newWatchService());
    } catch (IOException e) {
      throw numbered("inotify_init1", "inotify", Errno.EMFILE, e);
    }
  }

  /// Synchronized, because directory-watcher's map of registrations is not thread-safe.
  @Override
  public synchronized void watch(Path directory, Detail detail) throws IOException {
    if (register == null) {
      throw new IllegalStateException("not started");
    }
    try {
      register.call(directory);
    } catch (IOException e) {
      throw numbered("inotify_add_watch", directory.toString(), Errno.ENOSPC, e);
    }
    if (detail == Detail.NAMES) {
      // The kernel replaces the mask of a directory that is registered again; the key stays the
      // same.
      directory.register(service, ENTRY_CREATE, ENTRY_DELETE);
    }
  }

  /// The JDK keeps no errno. A plain IOException of its watch service means that a limit of inotify
  /// is reached (`sun.nio.fs.LinuxWatchService`); all other failures have types of their own.
  private static IOException numbered(String call, String object, Errno limit, IOException e) {
    if (!e.getClass().equals(IOException.class)) {
      return e;
    }
    var numbered = new PosixException(call, object, limit);
    numbered.initCause(e);
    return numbered;
  }

  @Override
  public void run(Listener listener) throws IOException {
    var watcher =
        DirectoryWatcher.builder()
            .path(START)
            .watchService(service)
            .fileHashing(false)
            .fileTreeVisitor((directory, onDirectory, _) -> visit(listener, directory, onDirectory))
            .listener(new Translation(listener))
            .build();
    try {
      watcher
          .watchAsync(
              eventLoop -> {
                started = true;
                listener.started();
                eventLoop.run();
              })
          .join();
    } catch (CompletionException e) {
      throw new IOException(e.getCause());
    }
  }

  /// directory-watcher never ends a watch; only the kernel does.
  @Override
  public void renew(Path top, Runnable registering) {
    registering.run();
  }

  @Override
  public Optional<Integer> watches() {
    return Optional.empty();
  }

  /// At the start, directory-watcher visits its path twice, the second time to register it. Later
  /// it visits each new directory twice: to register it, then to report it.
  private void visit(Listener listener, Path directory, FileTreeVisitor.Callback onDirectory) {
    if (!started) {
      register = onDirectory;
    } else if (listener.wants(directory)) {
      try {
        synchronized (this) {
          onDirectory.call(directory);
        }
      } catch (IOException _) {
        // It could not be registered. The report that follows leads to another try, whose failure
        // is logged.
      }
    }
  }

  /// The JDK's service drops the events that it has not handed over.
  @Override
  public void finish() throws IOException {
    close();
  }

  @Override
  public void close() throws IOException {
    service.close();
  }

  /// Translates directory-watcher's events.
  private static final class Translation implements DirectoryChangeListener {
    private final Listener listener;
    private @Nullable String lost;
    private int sinceLost;

    Translation(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void onEvent(DirectoryChangeEvent event) {
      switch (event.eventType()) {
        case CREATE -> {
          if (!event.isDirectory()) {
            listener.made(event.path());
          }
          if (event.isDirectory() || mayBeDirectory(event.path())) {
            listener.directoryMade(event.path());
          }
        }
        case MODIFY -> {
          if (Files.isDirectory(event.path(), NOFOLLOW_LINKS)) {
            listener.directoryModified(event.path());
          } else {
            listener.modified(event.path());
          }
        }
        case DELETE -> listener.removed(event.path());
        case OVERFLOW -> lost = "overflow";
      }
    }

    /// Whether it cannot be inspected: then directory-watcher takes it for no directory.
    private static boolean mayBeDirectory(Path path) {
      return !Files.exists(path, NOFOLLOW_LINKS) && !Files.notExists(path, NOFOLLOW_LINKS);
    }

    /// An overflow of a directory arrives as a NullPointerException inside directory-watcher.
    @Override
    public void onException(Exception e) {
      lost =
          e instanceof NullPointerException
              ? "overflow"
              : "watcher failed: " + e.getClass().getSimpleName();
    }

    @Override
    public void onIdle(int count) {
      reportLost();
    }

    /// Is called before each directory's events. When the kernel's queue overflows, every directory
    /// reports it: these are reported together, at the latest after [#OVERFLOWS_TOGETHER].
    @Override
    public boolean isWatching() {
      if (lost != null && ++sinceLost >= OVERFLOWS_TOGETHER) {
        reportLost();
      }
      return true;
    }

    private void reportLost() {
      String cause = lost;
      if (cause != null) {
        lost = null;
        sinceLost = 0;
        listener.lost(START, cause);
      }
    }
  }
}
