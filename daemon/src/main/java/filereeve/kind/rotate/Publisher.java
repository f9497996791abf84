package filereeve.kind.rotate;

import filereeve.event.RunId;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Publishes one batch while its user prepares the next: publishing waits mostly for the disk,
/// preparing for the processor. Its thread inherits the priority of the thread that creates it.
final class Publisher implements AutoCloseable {
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("filereeve-publish").factory());

  private @Nullable Future<?> batch;

  /// Begins to publish, after the previous batch has ended.
  void publish(CompressionBatch next) throws InterruptedException {
    await();
    batch =
        thread.submit(
            RunId.carried(
                () -> {
                  next.publish();
                  return next; // a Callable: only [#close] interrupts it, and then nobody asks
                }));
  }

  /// Whether a batch may still be in progress.
  boolean isBusy() {
    return batch != null;
  }

  /// Waits until nothing is being published.
  void await() throws InterruptedException {
    Future<?> last = batch;
    batch = null;
    try {
      if (last != null) {
        last.get();
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException why -> throw why;
        case Error why -> throw why;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  /// Interrupts what is being published, if nobody has waited for it, and waits for its end.
  @Override
  public void close() {
    thread.shutdownNow();
    thread.close();
  }
}
