package filereeve.app;

import filereeve.dispatch.Lane;
import filereeve.dispatch.WorkSource;
import filereeve.event.Cause;
import filereeve.event.Key;
import filereeve.event.Work;
import filereeve.queue.BlockingTriggerQueue;
import java.time.Duration;
import java.util.Optional;

/// The queue as the dispatcher sees it.
record QueueSource(BlockingTriggerQueue<Lane> queue) implements WorkSource {
  @Override
  public Optional<Work> take(Lane lane, int perRule) throws InterruptedException {
    return queue.take(lane, perRule);
  }

  @Override
  public void later(Key key, Cause cause, Duration delay, boolean hold) {
    queue.later(key, cause, delay, hold);
  }

  @Override
  public void finished(Key key) {
    queue.finished(key);
  }
}
