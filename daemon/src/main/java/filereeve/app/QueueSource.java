package filereeve.app;

import static filereeve.telemetry.Field.field;

import filereeve.dispatch.Lane;
import filereeve.dispatch.WorkSource;
import filereeve.event.Cause;
import filereeve.event.RunKey;
import filereeve.event.Trigger;
import filereeve.event.Work;
import filereeve.queue.BlockingTriggerQueue;
import filereeve.telemetry.Event;
import filereeve.telemetry.Field;
import filereeve.telemetry.Log;
import java.time.Duration;
import java.util.Optional;

/// The queue as the other parts see it: each trigger that enters is logged.
record QueueSource(BlockingTriggerQueue<Lane> queue, Log log) implements WorkSource {
  void offer(Trigger trigger) {
    queued(trigger.key(), trigger.cause(), Duration.ZERO);
    queue.offer(trigger);
  }

  @Override
  public Optional<Work> take(Lane lane, int perRule) throws InterruptedException {
    return queue.take(lane, perRule);
  }

  @Override
  public void later(RunKey key, Cause cause, Duration delay, boolean hold) {
    queued(key, cause, delay);
    queue.later(key, cause, delay, hold);
  }

  private void queued(RunKey key, Cause cause, Duration after) {
    if (log.isOn(Event.QUEUED)) {
      log.log(Event.QUEUED, Field.fields(key, field("cause", cause.key()), field("after", after)));
    }
  }

  @Override
  public void finished(RunKey key) {
    queue.finished(key);
  }
}
