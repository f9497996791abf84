package filereeve.app;

import static filereeve.telemetry.Field.field;

import filereeve.dispatch.Lane;
import filereeve.dispatch.WorkSource;
import filereeve.event.Cause;
import filereeve.event.RunKey;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import filereeve.event.Work;
import filereeve.queue.BlockingTriggerQueue;
import filereeve.telemetry.Event;
import filereeve.telemetry.Field;
import filereeve.telemetry.Log;
import java.time.Duration;
import java.util.Optional;

/// The queue as the other parts see it: each trigger that enters is logged, and rescans are paced.
record QueueSource(BlockingTriggerQueue<Lane> queue, RescanPace pace, Log log)
    implements WorkSource {
  void offer(Trigger trigger) {
    queued(trigger.key(), trigger.cause(), Duration.ZERO);
    queue.offer(trigger);
  }

  /// Requests a run of a whole rule because events were lost.
  void rescan(Trigger trigger) {
    pace.ask(trigger.key().rule())
        .ifPresent(
            pause -> {
              if (pause.isZero()) {
                offer(trigger);
              } else {
                later(trigger.key(), trigger.cause(), pause, false);
              }
            });
  }

  @Override
  public Optional<Work> take(Lane lane, int perRule) throws InterruptedException {
    Optional<Work> work = queue.take(lane, perRule);
    work.map(Work::key).filter(QueueSource::isWhole).ifPresent(key -> pace.began(key.rule()));
    return work;
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
    try {
      if (isWhole(key)) {
        pace.ended(key.rule()).ifPresent(pause -> later(key, Cause.RESCAN, pause, false));
      }
    } finally {
      queue.finished(key);
    }
  }

  private static boolean isWhole(RunKey key) {
    return key.subject() instanceof Subject.Whole;
  }
}
