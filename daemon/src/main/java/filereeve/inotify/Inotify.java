package filereeve.inotify;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;

/// One inotify instance.
///
/// Thread: [#watch], [#unwatch] and [#close] may be called by any thread; [#read] by one at a time.
public final class Inotify implements Closeable {
  /// What `fs.inotify.max_user_watches` limits: all watches of the user are in use.
  public static final int ENOSPC = 28;

  /// What `fs.inotify.max_user_instances`, or the limit of open files, limits.
  public static final int EMFILE = 24;

  private static final int NONBLOCK_CLOEXEC = 0x800 | 0x80000;
  private static final int EAGAIN = 11;
  private static final int EINTR = 4;
  private static final short POLLIN = 1;
  private static final int POLLFD = 8;
  private static final long BUFFER = 64 << 10;

  /// `struct inotify_event` without its name.
  private static final long HEADER = 16;

  private final Calls calls = new Calls();
  private final Arena arena = Arena.ofShared();
  private final MemorySegment buffer = arena.allocate(BUFFER, 8);
  private final MemorySegment polled = arena.allocate(2 * POLLFD, 8);
  private final int instance;
  private final int wake;

  /// Guards the descriptors: a number that was closed may be somebody else's by then.
  private final Object open = new Object();

  private boolean closed;
  private boolean reading;
  private volatile boolean woken;

  private Inotify(int instance, int wake) {
    this.instance = instance;
    this.wake = wake;
    poll(0, instance);
    poll(1, wake);
  }

  private void poll(int index, int descriptor) {
    polled.set(JAVA_INT, (long) index * POLLFD, descriptor);
    polled.set(JAVA_SHORT, (long) index * POLLFD + 4, POLLIN);
  }

  /// @throws InotifyException `EMFILE` when all instances that the user may have are in use
  public static Inotify open() throws IOException {
    var calls = new Calls();
    int instance = calls.inotifyInit(NONBLOCK_CLOEXEC);
    try {
      return new Inotify(instance, calls.eventfd(NONBLOCK_CLOEXEC));
    } catch (IOException e) {
      calls.close(instance);
      throw e;
    }
  }

  /// Watches a file or directory, or changes the mask of one that is watched already.
  ///
  /// @param path the kernel's bytes of the path, without a zero
  /// @param mask what to hear of and how to watch: bits of [Mask]
  /// @return the number of the watch, the same for every path that leads to the same inode
  /// @throws InotifyException `ENOSPC` when all watches that the user may have are in use
  public int watch(byte[] path, int mask) throws IOException {
    synchronized (open) {
      requireOpen();
      return calls.addWatch(instance, path, mask);
    }
  }

  /// Ends a watch; one that is gone already is no error. An event that it is [Mask#IGNORED]
  /// follows.
  public void unwatch(int watch) throws IOException {
    synchronized (open) {
      if (!closed) {
        calls.removeWatch(instance, watch);
      }
    }
  }

  /// Waits until there are events, and hands them over.
  ///
  /// @return how many there were; 0 if there are none and it was woken; -1 once it is closed
  public int read(Consumer<Event> events) throws IOException {
    synchronized (open) {
      if (closed) {
        return -1;
      }
      reading = true;
    }
    try {
      return readOpen(events);
    } finally {
      synchronized (open) {
        reading = false;
        if (closed) {
          release();
        }
      }
    }
  }

  private int readOpen(Consumer<Event> events) throws IOException {
    while (!isClosed()) {
      long filled = calls.read(instance, buffer);
      if (filled > 0) {
        return handOver(filled, events);
      }
      if (filled != -EAGAIN && filled != -EINTR) {
        throw calls.failure("read", "inotify", (int) -filled);
      }
      if (woken) {
        return 0;
      }
      int error = calls.poll(polled, 2);
      if (error != 0 && error != EINTR) {
        throw calls.failure("poll", "inotify", error);
      }
    }
    return -1;
  }

  private int handOver(long filled, Consumer<Event> events) {
    int count = 0;
    for (long at = 0; at < filled; count++) {
      int length = buffer.get(JAVA_INT, at + 12);
      events.accept(
          new Event(
              buffer.get(JAVA_INT, at),
              buffer.get(JAVA_INT, at + 4),
              buffer.get(JAVA_INT, at + 8),
              name(at + HEADER, length)));
      at += HEADER + length;
    }
    return count;
  }

  /// The kernel pads names with zeros.
  private byte[] name(long at, int padded) {
    int length = padded;
    while (length > 0 && buffer.get(ValueLayout.JAVA_BYTE, at + length - 1) == 0) {
      length--;
    }
    byte[] name = new byte[length];
    MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, at, name, 0, length);
    return name;
  }

  private boolean isClosed() {
    synchronized (open) {
      return closed;
    }
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("inotify is closed");
    }
  }

  /// From now on no [#read] waits, and one that waits returns.
  public void wake() throws IOException {
    synchronized (open) {
      woken = true;
      if (reading) {
        calls.wake(wake);
      }
    }
  }

  /// Ends all watches, and a [#read] that waits.
  @Override
  public void close() throws IOException {
    synchronized (open) {
      if (closed) {
        return;
      }
      closed = true;
      if (reading) {
        calls.wake(wake);
      } else {
        release();
      }
    }
  }

  private void release() throws IOException {
    try {
      calls.close(instance);
    } finally {
      calls.close(wake);
      arena.close();
    }
  }
}
