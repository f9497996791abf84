package filereeve.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import filereeve.posix.LinuxPosix;
import filereeve.posix.MountChanges;
import filereeve.posix.Posix;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A host on [VirtualTime]: its files are real; its uptime, its mounts, and who listens to the
/// daemon's notifications are a test's.
public final class VirtualHost {
  /// What was sent to systemd, and when.
  public record Notification(Duration at, String text) {}

  private final VirtualTime time;
  private final Posix posix = BetweenCalls.of(new LinuxPosix(), this::call);
  private final List<Notification> notifications = new CopyOnWriteArrayList<>();
  private final Set<Thread> lowPriority = ConcurrentHashMap.newKeySet();
  private final Map<String, Supplier<Exception>> failing = new ConcurrentHashMap<>();
  private final Map<String, List<Duration>> failures = new ConcurrentHashMap<>();
  private final AtomicInteger tablesRead = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition mounted;
  private volatile Duration slept = Duration.ZERO;
  private volatile String mounts = "";
  private volatile boolean isTableFailing;
  private boolean changed;

  public VirtualHost(VirtualTime time) {
    this.time = time;
    this.mounted = time.condition(lock);
  }

  public Posix posix() {
    return posix;
  }

  /// What systemd was notified of.
  public List<Notification> notifications() {
    return notifications;
  }

  /// The threads that have a low priority.
  public Set<Thread> lowPriority() {
    return lowPriority;
  }

  /// How often the mount table was read.
  public int tablesRead() {
    return tablesRead.get();
  }

  /// From now on the calls of this name fail.
  public void fail(String name, Supplier<Exception> how) {
    failing.put(name, how);
  }

  public void heal(String name) {
    failing.remove(name);
  }

  /// When calls of this name failed.
  public List<Duration> failures(String name) {
    return List.copyOf(failures.getOrDefault(name, List.of()));
  }

  /// Sleeps: the clock shows it, and nothing else happens meanwhile.
  public void sleep(Duration time) {
    this.time.set(this.time.instant().plus(time));
    slept = slept.plus(time);
  }

  /// Mounts filesystems.
  ///
  /// @param table in the form of `/proc/self/mountinfo`
  public void mount(String table) {
    lock.lock();
    try {
      mounts = table;
      changed = true;
      mounted.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Whether the mount table cannot be read.
  public void failTable(boolean fails) {
    isTableFailing = fails;
  }

  private @Nullable Object call(String name, @Nullable Object[] arguments, BetweenCalls.Real real)
      throws Exception {
    Supplier<Exception> failure = failing.get(name);
    if (failure != null) {
      failures.computeIfAbsent(name, _ -> new CopyOnWriteArrayList<>()).add(time.passed());
      throw failure.get();
    }
    return switch (name) {
      case "uptime" -> time.passed().plus(slept);
      case "isClockSynchronized" -> true;
      case "mountChanges" -> new Mounts();
      case "lowPriority" -> lowPriority.add(Thread.currentThread());
      case "sendDatagram" -> notified((byte[]) requireNonNull(arguments[1]));
      default -> real.make();
    };
  }

  private boolean notified(byte[] message) {
    return notifications.add(new Notification(time.passed(), new String(message, UTF_8)));
  }

  /// The watch of each set of roots has one.
  private final class Mounts implements MountChanges {
    private boolean woken;

    @Override
    public byte[] table() throws IOException {
      if (isTableFailing) {
        throw new IOException("Cannot allocate memory");
      }
      tablesRead.incrementAndGet();
      return mounts.getBytes(UTF_8);
    }

    @Override
    public boolean await(Duration atMost) {
      long end = time.nanos() + atMost.toNanos();
      lock.lock();
      try {
        while (!changed && !woken && time.nanos() < end) {
          var _ = mounted.await(end - time.nanos(), TimeUnit.NANOSECONDS);
        }
        boolean was = changed;
        changed = false;
        return was;
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return false;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void wake() {
      lock.lock();
      try {
        woken = true;
        mounted.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {}
  }
}
