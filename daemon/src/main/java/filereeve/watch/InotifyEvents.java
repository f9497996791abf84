package filereeve.watch;

import filereeve.files.TempNames;
import filereeve.posix.Inotify;
import filereeve.posix.PathBytes;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Directory events from inotify itself.
///
/// The kernel continues to watch a directory that is moved away, whose name here is then wrong. So
/// its watch, and those of the directories in it, are ended when it is moved.
final class InotifyEvents implements DirectoryEvents {
  private static final int HOW = Inotify.ONLYDIR | Inotify.DONT_FOLLOW | Inotify.EXCL_UNLINK;
  private static final int NAMES =
      Inotify.CREATE | Inotify.DELETE | Inotify.MOVED_FROM | Inotify.MOVED_TO | HOW;
  private static final int CONTENTS = NAMES | Inotify.MODIFY | Inotify.CLOSE_WRITE | Inotify.ATTRIB;

  /// While events keep coming they are gathered for this long: the kernel merges an event that is
  /// like the last unread one, such as the next write to the same file. The price is a delay of 3
  /// ms.
  private static final long GATHERED = TimeUnit.MILLISECONDS.toNanos(3);

  /// While all events are writes to files, they are gathered for up to this long, so that a log
  /// that is never quiet costs next to nothing. Meanwhile they wait in the kernel's queue.
  private static final long MOST_GATHERED = TimeUnit.MILLISECONDS.toNanos(64);

  private static final Path EVERYWHERE = Path.of("/");

  private final Inotify inotify;
  private final WatchedDirectories directories = new WatchedDirectories();
  private final CountDownLatch ending = new CountDownLatch(1);
  private volatile boolean closed;

  /// Why and where events may have been lost, until that is reported. Thread: the reading one.
  private @Nullable String lost;

  private Path lostIn = EVERYWHERE;

  /// Whether anything but the content of files has changed since the last pause. Thread: the
  /// reading one.
  private boolean namesChanged;

  private InotifyEvents(Inotify inotify) {
    this.inotify = inotify;
  }

  static InotifyEvents open(Posix posix) throws IOException {
    return new InotifyEvents(posix.inotify());
  }

  @Override
  public void watch(Path directory, Detail detail) throws IOException {
    int mask =
        switch (detail) {
          case NAMES -> NAMES;
          case CONTENTS -> CONTENTS;
        };
    try {
      directories.put(inotify.watch(directory, mask), directory);
    } catch (PosixException e) {
      if (closed) {
        throw new ClosedWatchServiceException();
      }
      throw translated(directory, e);
    }
  }

  private static IOException translated(Path directory, PosixException e) {
    return switch (e.errno()) {
      case ENOENT -> new NoSuchFileException(directory.toString());
      case ENOTDIR -> new NotDirectoryException(directory.toString());
      case EACCES -> new AccessDeniedException(directory.toString());
      default -> e;
    };
  }

  @Override
  public void run(Listener listener) throws IOException {
    listener.started();
    long pause = GATHERED;
    long last = System.nanoTime() - 2 * GATHERED;
    while (inotify.read(event -> take(event, listener)) > 0) {
      reportLost(listener);
      boolean keepComing = System.nanoTime() - last < 2 * GATHERED;
      if (keepComing) {
        gather(pause);
      }
      pause = keepComing && !namesChanged ? Math.min(2 * pause, MOST_GATHERED) : GATHERED;
      namesChanged = false;
      last = System.nanoTime();
    }
  }

  /// Waits for further events, but not once the end is waited for.
  private void gather(long nanos) throws IOException {
    try {
      var _ = ending.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  private void take(Inotify.Event event, Listener listener) {
    if (event.is(Inotify.OVERFLOW)) {
      lost("overflow", EVERYWHERE);
      return;
    }
    if (event.is(Inotify.IGNORED)) {
      directories.remove(event.watch());
      return;
    }
    List<Path> names = directories.names(event.watch());
    if (event.is(Inotify.UNMOUNT)) {
      names.forEach(name -> lost("unmounted", name));
      return;
    }
    namesChanged |= !event.is(Inotify.MODIFY | Inotify.CLOSE_WRITE | Inotify.ATTRIB);
    byte[] name = event.name();
    if (TempNames.isTemp(name)) {
      return; // most of what the daemon's own work causes is about its temporary files
    }
    for (Path directory : names) {
      hand(
          event, name.length > 0 ? directory.resolve(PathBytes.toName(name)) : directory, listener);
    }
  }

  /// Reports several losses as one, of the directory that they are all in: an unmounted filesystem
  /// sends an event for each of its directories.
  private void lost(String cause, Path directory) {
    Path top = directory;
    while (lost != null && !lostIn.startsWith(top)) {
      top = Objects.requireNonNullElse(top.getParent(), EVERYWHERE);
    }
    lost = lost == null || directory.equals(EVERYWHERE) ? cause : lost;
    lostIn = top;
  }

  private void hand(Inotify.Event event, Path path, Listener listener) {
    boolean isDirectory = event.is(Inotify.ISDIR);
    if (event.is(Inotify.MOVED_FROM | Inotify.DELETE)) {
      if (isDirectory && event.is(Inotify.MOVED_FROM)) {
        forget(path);
      }
      listener.removed(path);
    } else if (event.is(Inotify.CREATE | Inotify.MOVED_TO)) {
      if (isDirectory) {
        listener.directoryMade(path);
      } else {
        listener.made(path);
      }
    } else if (isDirectory) {
      listener.directoryModified(path);
    } else {
      listener.modified(path);
    }
  }

  private void forget(Path moved) {
    directories.forget(moved).forEach(this::unwatch);
  }

  @Override
  public void renew(Path top, Runnable registering) {
    directories.beginRenewal();
    try {
      registering.run();
    } finally {
      directories.endRenewal(top).forEach(this::unwatch);
    }
  }

  @Override
  public Optional<Integer> watches() {
    return Optional.of(directories.size());
  }

  private void unwatch(int watch) {
    try {
      inotify.unwatch(watch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void reportLost(Listener listener) {
    String cause = lost;
    if (cause != null) {
      lost = null;
      listener.lost(lostIn, cause);
    }
  }

  @Override
  public void finish() throws IOException {
    ending.countDown();
    inotify.wake();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    ending.countDown();
    inotify.close();
  }
}
