package filereeve.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Garbage that has become old. The JVM leaves it until the whole heap is full, so the memory of a
/// busy daemon would grow for hours, by 0.2 to 2 MiB a minute (`benchmarks/soak`).
///
/// Thread: used by one.
final class OldGarbage {
  /// More than new objects take (`-Xmn6m`), so that a daemon at rest never collects; a full
  /// collection of what is alive (8 MiB) takes some 40 ms.
  private static final long WORTH_IT = 8L << 20;

  private final LongSupplier used;
  private final Runnable collection;
  private long usedAfterLast;

  OldGarbage() {
    this(() -> Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory(), System::gc);
  }

  /// @param used bytes of the heap in use, garbage included
  OldGarbage(LongSupplier used, Runnable collection) {
    this.used = used;
    this.collection = collection;
  }

  /// Collects it when there is enough of it, until this latch is open.
  void collectUntil(CountDownLatch end) throws InterruptedException {
    while (!end.await(1, TimeUnit.MINUTES)) {
      collect();
    }
  }

  void collect() {
    if (used.getAsLong() - usedAfterLast > WORTH_IT) {
      collection.run();
      usedAfterLast = used.getAsLong();
    }
  }
}
