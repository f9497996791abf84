package filereeve.codec;

import filereeve.posix.Libdeflate;
import filereeve.posix.Posix;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Limits how many threads of the program compress at the same time, and runs helper threads for
/// large files. A caller compresses in its own thread, in a [Turn] from here. While fewer threads
/// than the limit compress, helpers process frames of large files.
///
/// No file holds up the others: every 8 MiB, a caller gives way to those who wait, and helpers
/// stop. One caller that has waited for a second begins in addition to the limit, because a frame
/// can take much longer with a slow format or level.
///
/// Thread: safe for use by many threads.
public final class Compressors implements AutoCloseable {
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);

  private final Posix posix;
  private final Coders coders;
  private final Runnable atThreadStart;
  private final int workers;
  private final Deque<Workspace> unused = new ArrayDeque<>();
  private final List<FramedArchive> large = new ArrayList<>();

  /// In the order in which they came.
  private final List<Turn> waiting = new ArrayList<>();

  private int busy;

  /// Of the busy ones, those who compress in the heap.
  private int inHeap;

  private int helpers;
  private boolean closed;

  /// @param workers how many threads compress at the same time
  /// @param libdeflate compresses gzip; if it is empty, the JDK does
  /// @param atThreadStart runs first in each helper thread
  public Compressors(
      Posix posix, int workers, Optional<Libdeflate> libdeflate, Runnable atThreadStart) {
    this.posix = posix;
    this.workers = workers;
    this.coders = new Coders(libdeflate);
    this.atThreadStart = atThreadStart;
  }

  /// Waits until the calling thread may process a file.
  ///
  /// @param size of its content, in bytes
  /// @param heartbeat is called each second while it waits
  Turn take(Codec codec, long size, Runnable heartbeat) throws InterruptedException {
    var turn = new Turn(codec.usesHeap(), size <= Workspace.SMALL, heartbeat);
    turn.await(true);
    return turn;
  }

  /// The permission of one thread to compress, and its memory, until it is closed.
  ///
  /// Thread: one at a time.
  final class Turn implements AutoCloseable {
    private final boolean usesHeap;
    private final boolean isSmall;
    private final Runnable heartbeat;
    private @Nullable Workspace workspace;
    private boolean isTaken;

    /// Whether it has waited for long, and is not one that gave way.
    private boolean isOverdue;

    private Turn(boolean usesHeap, boolean isSmall, Runnable heartbeat) {
      this.usesHeap = usesHeap;
      this.isSmall = isSmall;
      this.heartbeat = heartbeat;
    }

    Workspace workspace() throws IOException {
      Workspace own = workspace;
      if (own == null) {
        own = memory();
        workspace = own;
      }
      return own;
    }

    /// Lets those who wait go first. To be called where no frame is begun.
    void giveWay() throws InterruptedException {
      if (hasToGiveWay(this)) {
        close();
        await(false);
      }
    }

    private void await(boolean first) throws InterruptedException {
      enter(this);
      try {
        while (!tryTake(this, first)) {
          heartbeat.run();
        }
      } finally {
        leave(this);
      }
    }

    @Override
    public void close() {
      Workspace own = workspace;
      workspace = null;
      try {
        if (own != null) {
          keepOrClose(own);
        }
      } finally {
        release(this);
      }
    }
  }

  /// Lets helpers process frames of a large file, until it is withdrawn.
  synchronized void help(FramedArchive archive) {
    large.add(archive);
    while (helpers < workers - 1) {
      Thread.ofPlatform().daemon().name("filereeve-frames-" + (helpers + 1)).start(this::work);
      helpers++;
    }
    notifyAll();
  }

  synchronized void withdraw(FramedArchive archive) {
    large.remove(archive);
  }

  /// Ends the helpers, each after its current frame. No caller may be compressing any more.
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
    awaitHelpers();
    while (!unused.isEmpty()) {
      unused.pop().close();
    }
  }

  /// Waits a second at most: a thread in the middle of a frame can no longer write it, and does no
  /// harm.
  private void awaitHelpers() {
    long end = System.nanoTime() + HEARTBEAT.toNanos();
    try {
      while (helpers > 0 && System.nanoTime() < end) {
        wait(HEARTBEAT.toMillis());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void enter(Turn turn) {
    waiting.add(turn);
  }

  private synchronized void leave(Turn turn) {
    waiting.remove(turn);
    notifyAll();
  }

  /// @param first whether it has not had its turn yet
  private synchronized boolean tryTake(Turn turn, boolean first) throws InterruptedException {
    long end = System.nanoTime() + HEARTBEAT.toNanos();
    while (next() != turn && System.nanoTime() < end) {
      wait(HEARTBEAT.toMillis());
    }
    boolean taken = next() == turn;
    if (taken) {
      turn.isTaken = true;
      busy++;
      inHeap += turn.usesHeap ? 1 : 0;
      waiting.remove(turn);
    } else {
      turn.isOverdue = first;
    }
    return taken;
  }

  private @Nullable Turn next() {
    for (Turn turn : waiting) {
      if (busy < (turn.isOverdue ? workers + 1 : workers) && !lacksHeap(turn)) {
        return turn;
      }
    }
    return null;
  }

  /// One large frame fills the heap; a small one has space beside it.
  private boolean lacksHeap(Turn turn) {
    return turn.usesHeap && inHeap >= (turn.isOverdue && turn.isSmall ? 2 : 1);
  }

  private synchronized boolean hasToGiveWay(Turn turn) {
    return busy > workers || waiting.stream().anyMatch(other -> turn.usesHeap || !lacksHeap(other));
  }

  private synchronized void release(Turn turn) {
    if (turn.isTaken) {
      turn.isTaken = false;
      inHeap -= turn.usesHeap ? 1 : 0;
      unbusy();
    }
  }

  private synchronized void unbusy() {
    busy--;
    notifyAll();
  }

  private Workspace memory() throws IOException {
    Workspace kept = kept();
    return kept != null ? kept : Workspace.create(posix, coders);
  }

  private synchronized @Nullable Workspace kept() {
    return unused.poll();
  }

  private void keepOrClose(Workspace workspace) {
    if (!keep(workspace)) {
      workspace.close();
    }
  }

  private synchronized boolean keep(Workspace workspace) {
    boolean kept = workspace.isSmall() && !closed;
    if (kept) {
      unused.push(workspace);
    }
    return kept;
  }

  private void work() {
    atThreadStart.run();
    Optional<FramedArchive> archive = nextToHelp();
    while (archive.isPresent()) {
      helpWith(archive.get());
      archive = nextToHelp();
    }
  }

  private void helpWith(FramedArchive archive) {
    try {
      Workspace workspace = memory();
      try {
        boolean more = archive.helpWithOne(workspace);
        while (more && mayContinue()) {
          more = archive.helpWithOne(workspace);
        }
      } finally {
        keepOrClose(workspace);
      }
    } catch (IOException e) {
      archive.fail(e);
    } finally {
      unbusy();
    }
  }

  private synchronized boolean mayContinue() {
    return !closed && waiting.stream().allMatch(this::lacksHeap);
  }

  /// Waits until a large file can use another thread, and counts that thread as busy.
  ///
  /// @return empty when the thread has to end
  private synchronized Optional<FramedArchive> nextToHelp() {
    while (!closed) {
      Optional<FramedArchive> next = large.stream().filter(FramedArchive::hasMore).findFirst();
      if (next.isPresent() && busy < workers && next() == null) {
        busy++;
        return next;
      }
      try {
        wait();
      } catch (InterruptedException _) {
        break; // these threads are interrupted only to end them
      }
    }
    helpers--;
    notifyAll();
    return Optional.empty();
  }
}
