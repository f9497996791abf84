package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.Closeable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.function.Consumer;

/// One inotify(7) instance: watches on single directories, and their events read in batches. Opened
/// by [Posix#inotify].
///
/// Thread: [#watch], [#unwatch] and [#close] may be called by any thread; [#read] by one at a time.
public final class Inotify implements Closeable {
  /// The bits of `include/uapi/linux/inotify.h`: what happens, and how to watch. Combined with `|`.
  public static final int MODIFY = 0x2;

  public static final int ATTRIB = 0x4;
  public static final int CLOSE_WRITE = 0x8;
  public static final int MOVED_FROM = 0x40;
  public static final int MOVED_TO = 0x80;
  public static final int CREATE = 0x100;
  public static final int DELETE = 0x200;

  /// In an event only: the filesystem was unmounted, and the watch has ended.
  public static final int UNMOUNT = 0x2000;

  /// In an event only: events were lost. It belongs to no watch.
  public static final int OVERFLOW = 0x4000;

  /// In an event only: the watch has ended, and its number is not used again.
  public static final int IGNORED = 0x8000;

  public static final int ONLYDIR = 0x1000000;
  public static final int DONT_FOLLOW = 0x2000000;

  /// No events of files that have no name in the directory any more.
  public static final int EXCL_UNLINK = 0x4000000;

  /// In an event only: it is about a directory.
  public static final int ISDIR = 0x40000000;

  private static final String OBJECT = "inotify";
  private static final int FOREVER = -1;
  private static final long BUFFER = 64 << 10;

  /// `struct inotify_event` without its name.
  private static final long HEADER = 16;

  /// Bound when the first instance is opened: a C library without them has everything else.
  private static final class Functions {
    static final CFunction INIT = Libc.function("inotify_init1");
    static final CFunction ADD = Libc.function("inotify_add_watch");
    static final CFunction REMOVE = Libc.function("inotify_rm_watch");
  }

  /// What happened in a watched directory.
  ///
  /// @param watch the number that [Inotify#watch] returned; -1 for an overflow
  /// @param name of what it happened to, as the kernel has its bytes; empty if it happened to the
  ///   directory itself
  @SuppressWarnings("ArrayRecordComponent") // events are never compared
  public record Event(int watch, int mask, byte[] name) {
    /// Whether it has any of these bits.
    public boolean is(int bits) {
      return (mask & bits) != 0;
    }
  }

  private final Libc libc;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment buffer = arena.allocate(BUFFER, 8);
  private final Fd instance;
  private final WakeablePoll poll;

  /// Guards the descriptors: the number of a closed one may soon be another file's.
  private final Object open = new Object();

  private boolean closed;
  private boolean reading;
  private volatile boolean woken;

  private Inotify(Libc libc, Fd instance, WakeablePoll poll) {
    this.libc = libc;
    this.instance = instance;
    this.poll = poll;
  }

  /// @throws PosixException `ENOSYS` where the C library or the kernel has no inotify
  static Inotify open(Libc libc) throws PosixException {
    Fd instance = new Fd((int) init(libc), OBJECT);
    try {
      return new Inotify(libc, instance, WakeablePoll.open(libc, instance, WakeablePoll.POLLIN));
    } catch (PosixException e) {
      libc.release(instance);
      throw e;
    }
  }

  private static long init(Libc libc) throws PosixException {
    try {
      return libc.call("inotify_init1", OBJECT, e -> Functions.INIT.call(e, Uapi.NONBLOCK_CLOEXEC));
    } catch (LinkageError _) { // there is no such function
      throw new PosixException("inotify_init1", OBJECT, Errno.ENOSYS);
    }
  }

  /// Watches a directory, or changes the mask of one that is watched already.
  ///
  /// @param mask what to report and how to watch
  /// @return the number of the watch, the same for every path that leads to the same inode
  /// @throws PosixException `ENOSPC` when all watches that the user may have are in use, `EBADF`
  ///   once it is closed
  public int watch(Path directory, int mask) throws PosixException {
    synchronized (open) {
      if (closed) {
        throw new PosixException("inotify_add_watch", directory.toString(), Errno.EBADF);
      }
      try (Scratch scratch = Scratch.open()) {
        MemorySegment path = scratch.name(directory);
        return (int)
            libc.call(
                "inotify_add_watch",
                directory.toString(),
                e -> Functions.ADD.call(e, instance.number(), path, mask));
      }
    }
  }

  /// Ends a watch, which is followed by an [#IGNORED] event. A watch that has ended already is no
  /// error.
  public void unwatch(int watch) throws PosixException {
    synchronized (open) {
      if (!closed) {
        libc.callOr(
            Errno.EINVAL,
            "inotify_rm_watch",
            OBJECT,
            e -> Functions.REMOVE.call(e, instance.number(), watch));
      }
    }
  }

  /// Waits until there are events, and hands them over.
  ///
  /// @return how many there were; 0 if there are none and it was woken; -1 once it is closed
  public int read(Consumer<Event> events) throws PosixException {
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

  private int readOpen(Consumer<Event> events) throws PosixException {
    while (!isClosed()) {
      long filled =
          libc.callOr(
              Errno.EAGAIN,
              "read",
              OBJECT,
              e -> Libc.read.call(e, instance.number(), buffer, BUFFER));
      if (filled > 0) {
        return handOver(filled, events);
      }
      if (woken) {
        return 0;
      }
      poll.await(FOREVER);
    }
    return -1;
  }

  private int handOver(long filled, Consumer<Event> events) {
    int count = 0;
    for (long at = 0; at < filled; count++) {
      int length = buffer.get(JAVA_INT, at + 12);
      byte[] name = name(at + HEADER, length);
      events.accept(new Event(buffer.get(JAVA_INT, at), buffer.get(JAVA_INT, at + 4), name));
      at += HEADER + length;
    }
    return count;
  }

  /// The kernel pads names with zeros.
  private byte[] name(long at, int padded) {
    int length = padded;
    while (length > 0 && buffer.get(JAVA_BYTE, at + length - 1) == 0) {
      length--;
    }
    byte[] name = new byte[length];
    MemorySegment.copy(buffer, JAVA_BYTE, at, name, 0, length);
    return name;
  }

  private boolean isClosed() {
    synchronized (open) {
      return closed;
    }
  }

  /// Makes a [#read] that waits return, and keeps all others from waiting.
  public void wake() {
    synchronized (open) {
      woken = true;
      if (reading) {
        poll.wake();
      }
    }
  }

  /// Ends all watches, and a [#read] that waits.
  @Override
  public void close() {
    synchronized (open) {
      if (closed) {
        return;
      }
      closed = true;
      if (reading) {
        poll.wake();
      } else {
        release();
      }
    }
  }

  private void release() {
    libc.release(instance);
    poll.close();
    arena.close();
  }
}
