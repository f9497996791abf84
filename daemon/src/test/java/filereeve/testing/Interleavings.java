package filereeve.testing;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jetbrains.lincheck.Lincheck;

/// Threads that are switched between any two accesses to what they share, also where a lock is
/// missing: Lincheck chooses when, and prints the order that leads to a failure or a deadlock.
///
/// Not for code that waits for a limited time, or is interrupted while it waits: Lincheck ends such
/// a wait at once and keeps the monitor. [Turns] is for that, on virtual time, in all orders of
/// steps under one lock.
public final class Interleavings {
  /// Finds a missing lock and a missing `notifyAll` in a few seconds.
  private static final int ORDERS = 300;

  /// What a thread does.
  public interface Body {
    void run() throws Exception;
  }

  /// What threads share. Lincheck does not see that lambdas of several threads refer to an object,
  /// and switches at no access to an object of one thread.
  private static final AtomicReference<Object> SHARED = new AtomicReference<>();

  private Interleavings() {}

  /// Plays a scenario in many orders.
  ///
  /// @param scenario creates what is shared, has threads use it [#together], and [#check]s it
  public static void explore(Body scenario) {
    Lincheck.runConcurrentTest(
        ORDERS,
        () -> {
          try {
            scenario.run();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  /// Says that several threads use this object; without it, a missing lock is not found.
  public static <T> T shared(T object) {
    SHARED.set(object);
    return object;
  }

  /// Returns when all of these have ended, each in its own thread.
  public static void together(Body... bodies) throws InterruptedException {
    var failures = new ConcurrentLinkedQueue<Throwable>();
    List<Thread> threads =
        Stream.of(bodies).map(body -> new Thread(() -> run(body, failures))).toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    for (Throwable failure : failures) {
      throw new AssertionError(failure);
    }
  }

  @SuppressWarnings("CatchingUnchecked") // of a thread: the test has to see it
  private static void run(Body body, ConcurrentLinkedQueue<Throwable> failures) {
    try {
      body.run();
    } catch (Throwable e) {
      failures.add(e);
    }
  }

  /// Instead of AssertJ, between whose steps threads would be switched as well.
  public static void check(boolean holds, String rule) {
    if (!holds) {
      throw new AssertionError(rule);
    }
  }
}
