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
/// large files. A caller compresses in its own thread, with a [Workspace] from here. While fewer
/// workspaces than the limit are in use, helpers process frames of large files; when another caller
/// waits, they stop after the current frame.
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
  private int busy;
  private int waiting;
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

  /// Waits until another thread may compress.
  ///
  /// @param heartbeat is called each second
  /// @return to be returned to [#release]
  Workspace take(Runnable heartbeat) throws IOException, InterruptedException {
    enter();
    try {
      while (!tryTake()) {
        heartbeat.run();
      }
    } finally {
      leave();
    }
    return workspace();
  }

  void release(Workspace workspace) {
    if (!keep(workspace)) {
      workspace.close();
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

  private synchronized void enter() {
    waiting++;
  }

  private synchronized void leave() {
    waiting--;
  }

  private synchronized boolean tryTake() throws InterruptedException {
    long end = System.nanoTime() + HEARTBEAT.toNanos();
    while (busy >= workers && System.nanoTime() < end) {
      wait(HEARTBEAT.toMillis());
    }
    boolean free = busy < workers;
    if (free) {
      busy++;
    }
    return free;
  }

  private Workspace workspace() throws IOException {
    try {
      Workspace kept = kept();
      return kept != null ? kept : Workspace.create(posix, coders);
    } catch (IOException | RuntimeException | Error e) {
      unbusy();
      throw e;
    }
  }

  private synchronized @Nullable Workspace kept() {
    return unused.poll();
  }

  private synchronized boolean keep(Workspace workspace) {
    unbusy();
    boolean kept = workspace.isSmall() && !closed;
    if (kept) {
      unused.push(workspace);
    }
    return kept;
  }

  private synchronized void unbusy() {
    busy--;
    notifyAll();
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
    Workspace workspace;
    try {
      workspace = workspace();
    } catch (IOException e) {
      archive.fail(e);
      return;
    }
    try {
      boolean more = archive.helpWithOne(workspace);
      while (more && mayContinue()) {
        more = archive.helpWithOne(workspace);
      }
    } finally {
      release(workspace);
    }
  }

  private synchronized boolean mayContinue() {
    return waiting == 0 && !closed;
  }

  /// Waits until a large file can use another thread, and counts that thread as busy.
  ///
  /// @return empty when the thread has to end
  private synchronized Optional<FramedArchive> nextToHelp() {
    while (!closed) {
      Optional<FramedArchive> next = large.stream().filter(FramedArchive::hasMore).findFirst();
      if (next.isPresent() && busy < workers && waiting == 0) {
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
