package filereeve.dispatch;

import filereeve.event.Cause;
import filereeve.event.RunKey;
import filereeve.event.Work;
import java.time.Duration;
import java.util.Optional;

/// Where ready work comes from and goes back to.
///
/// Thread: used by all workers at once.
public interface WorkSource {
  /// Waits until a key of this lane is ready. It is not given out again before [#finished].
  ///
  /// @param perRule this many keys of one rule may run in this lane at once
  /// @return empty when there will be no more
  /// @throws InterruptedException when the waiting thread was interrupted
  Optional<Work> take(Lane lane, int perRule) throws InterruptedException;

  /// Runs the key again after a delay.
  ///
  /// @param hold a change that comes meanwhile waits as long
  void later(RunKey key, Cause cause, Duration delay, boolean hold);

  /// The run of this key has ended.
  void finished(RunKey key);
}
