package filereeve.dispatch;

import static java.util.Objects.requireNonNull;

import filereeve.event.Cause;
import filereeve.event.RunKey;
import filereeve.event.Work;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/// Work put in by hand, for one lane or another; what is to run again is only written down.
final class TestSource implements WorkSource {
  record Deferral(RunKey key, Duration delay, boolean hold) {}

  final List<Deferral> later = new CopyOnWriteArrayList<>();
  final Semaphore finished = new Semaphore(0);
  private final Lane lane;
  private final Map<Lane, BlockingQueue<Work>> work = new EnumMap<>(Lane.class);

  TestSource(Lane lane) {
    this.lane = lane;
    for (Lane each : Lane.values()) {
      work.put(each, new LinkedBlockingQueue<>());
    }
  }

  void put(RunKey key) {
    put(lane, key);
  }

  void put(Lane where, RunKey key) {
    queue(where).add(new Work(key, Set.of(Cause.CHANGE)));
  }

  private BlockingQueue<Work> queue(Lane where) {
    return requireNonNull(work.get(where));
  }

  @Override
  public Optional<Work> take(Lane asking, int perRule) throws InterruptedException {
    return Optional.of(queue(asking).take());
  }

  @Override
  public void later(RunKey key, Cause cause, Duration delay, boolean hold) {
    later.add(new Deferral(key, delay, hold));
  }

  @Override
  public void finished(RunKey key) {
    finished.release();
  }
}
