package filereeve.testing;

import filereeve.testing.VirtualCondition.TimedWait;
import filereeve.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// Time that stands still until a test has it [#pass]. Then it moves from one deadline to the next,
/// each time as soon as all threads wait: a day takes milliseconds, and each wait ends at its exact
/// instant.
///
/// The threads are those that [#inside] starts, and those that they start in turn. A thread waits
/// if it waits on a condition of this ticker, or without limit for another thread or for the
/// kernel's events. Before time passes, a test waits for the events that it expects.
public final class VirtualTime implements Ticker, InstantSource {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ThreadGroup threads = new ThreadGroup("virtual time");
  private final Map<Thread, TimedWait> waits = new ConcurrentHashMap<>();

  /// Counts the threads that began or ended a wait.
  private final AtomicLong changes = new AtomicLong();

  private volatile long nanos;
  private volatile Instant start;

  public VirtualTime(String now) {
    this.start = Instant.parse(now);
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanos);
  }

  /// What [#nanos] has counted.
  public Duration passed() {
    return Duration.ofNanos(nanos);
  }

  /// Sets the clock, as an administrator does.
  public void set(Instant to) {
    start = to.minusNanos(nanos);
  }

  @Override
  public VirtualCondition condition(Lock lock) {
    return new VirtualCondition(this, lock);
  }

  /// Makes a call on a thread of this time.
  public <T> T inside(Callable<T> call) throws Exception {
    var task = new FutureTask<>(call);
    new Thread(threads, task, "inside").start();
    return task.get();
  }

  /// Lets this much time pass.
  public void pass(Duration time) {
    long end = nanos + time.toNanos();
    settle();
    for (var next = next(end); next.isPresent(); next = next(end)) {
      moveTo(next.get().deadline());
      settle();
    }
    moveTo(end);
  }

  /// Lets time pass up to this instant.
  public void passTo(String instant) {
    pass(Duration.between(instant(), Instant.parse(instant)));
  }

  private Optional<TimedWait> next(long end) {
    return waits.values().stream()
        .filter(wait -> wait.deadline() <= end)
        .min(Comparator.comparingLong(TimedWait::deadline));
  }

  private void moveTo(long to) {
    nanos = to;
    List.copyOf(waits.values()).stream()
        .filter(wait -> wait.deadline() <= to)
        .forEach(TimedWait::expire);
  }

  /// Returns when all threads wait.
  private void settle() {
    long limit = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      long before = changes.get();
      List<Thread> busy = threads().stream().filter(this::isBusy).toList();
      if (busy.isEmpty() && changes.get() == before) {
        return;
      }
      if (System.nanoTime() > limit) {
        var error = new AssertionError("these threads never wait: " + busy);
        busy.forEach(thread -> error.addSuppressed(stack(thread)));
        throw error;
      }
      LockSupport.parkNanos(10_000);
    }
  }

  private List<Thread> threads() {
    var all = new Thread[1_000];
    int count = threads.enumerate(all);
    return Arrays.asList(all).subList(0, count);
  }

  private boolean isBusy(Thread thread) {
    TimedWait wait = waits.get(thread);
    boolean woken = thread.isInterrupted() || (wait != null && wait.isOver());
    return woken || !(isParked(thread) || awaitsEvents(thread));
  }

  /// Whether it waits, and not for a lock only, which it will soon have.
  private static boolean isParked(Thread thread) {
    Object before = LockSupport.getBlocker(thread);
    boolean waits = thread.getState() == Thread.State.WAITING;
    boolean sameWait = Objects.equals(LockSupport.getBlocker(thread), before);
    return waits
        && sameWait
        && (before == null || !before.getClass().getName().contains(".ReentrantLock$"));
  }

  private static boolean awaitsEvents(Thread thread) {
    return thread.getName().startsWith("filereeve-watch")
        && Stream.of(thread.getStackTrace()).anyMatch(VirtualTime::isPoll);
  }

  private static boolean isPoll(StackTraceElement frame) {
    return frame.getClassName().endsWith(".WakeablePoll") && frame.getMethodName().equals("await");
  }

  private static Throwable stack(Thread thread) {
    var stack = new Throwable(thread.toString());
    stack.setStackTrace(thread.getStackTrace());
    return stack;
  }

  void enter(TimedWait wait) {
    waits.put(Thread.currentThread(), wait);
    changes.incrementAndGet();
  }

  void leave() {
    waits.remove(Thread.currentThread());
  }

  void wakes() {
    changes.incrementAndGet();
  }
}
