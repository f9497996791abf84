package filereeve.dispatch;

import filereeve.event.Cause;
import filereeve.event.RunKey;
import filereeve.event.Work;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/// Work put in by hand, for one lane; what is to run again is only written down.
final class TestSource implements WorkSource {
  record Deferral(RunKey key, Duration delay, boolean hold) {}

  final List<Deferral> later = new CopyOnWriteArrayList<>();
  final Semaphore finished = new Semaphore(0);
  private final Lane lane;
  private final BlockingQueue<Work> work = new LinkedBlockingQueue<>();
  private final BlockingQueue<Work> none = new LinkedBlockingQueue<>();

  TestSource(Lane lane) {
    this.lane = lane;
  }

  void put(RunKey key) {
    work.add(new Work(key, Set.of(Cause.CHANGE)));
  }

  @Override
  public Optional<Work> take(Lane asking, int perRule) throws InterruptedException {
    return Optional.of((asking == lane ? work : none).take());
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
