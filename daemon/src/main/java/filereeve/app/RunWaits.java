package filereeve.app;

import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.RuleName;
import filereeve.event.RunKey;
import filereeve.event.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/// Those who have asked for a run, and wait for its end. Only a run that an operator has asked for
/// counts, and none that had begun before: it may not have seen what they ask about.
///
/// Thread: safe for use by many threads.
final class RunWaits {
  /// How a run ended.
  ///
  /// @param run its id; empty if it could not begin
  record Ended(String run, Outcome outcome) {
    private static final Ended REMOVED =
        new Ended("", new Outcome.Skipped("the rule is no longer in the configuration"));
  }

  /// One that waits. To be closed when it waits no longer.
  final class Wait implements AutoCloseable {
    private final RunKey key;
    private final long since = nanos.getAsLong();
    private final CompletableFuture<Ended> end = new CompletableFuture<>();
    private volatile Optional<Ended> deferred = Optional.empty();

    private Wait(RunKey key) {
      this.key = key;
    }

    /// @return how the last run ended, at the end of the time one that was deferred; empty if none
    ///   has ended by then
    Optional<Ended> await(Duration within) throws InterruptedException {
      try {
        return Optional.of(end.get(within.toNanos(), TimeUnit.NANOSECONDS));
      } catch (TimeoutException _) {
        return deferred;
      } catch (ExecutionException e) {
        throw new IllegalStateException("a run ended with what it cannot end with", e);
      }
    }

    /// Whether no other run is waited for.
    boolean isOver() {
      return end.isDone();
    }

    /// A run that follows one that was deferred has its causes no more.
    private boolean isFor(Set<Cause> causes, long began) {
      boolean asked = causes.contains(Cause.OPERATOR) || deferred.isPresent();
      return asked && began - since >= 0;
    }

    private void take(Ended ended) {
      if (ended.outcome() instanceof Outcome.Deferred) {
        deferred = Optional.of(ended); // it runs again by itself
      } else {
        end.complete(ended);
      }
    }

    @Override
    public void close() {
      forget(this);
    }
  }

  private final LongSupplier nanos;
  private final Map<RunKey, List<Wait>> waits = new HashMap<>();

  /// @param nanos of a clock that never goes back
  RunWaits(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /// From now on a run of this key is waited for.
  synchronized Wait begin(RunKey key) {
    var wait = new Wait(key);
    waits.computeIfAbsent(key, _ -> new ArrayList<>()).add(wait);
    return wait;
  }

  /// A run has ended just now.
  void ended(Work work, Ended ended, Duration took) {
    long began = nanos.getAsLong() - took.toNanos();
    for (Wait wait : of(work.key())) {
      if (wait.isFor(work.causes(), began)) {
        wait.take(ended);
      }
    }
  }

  /// Only these rules are left: the runs of others do not come any more.
  synchronized void keep(Set<RuleName> rules) {
    waits.forEach(
        (key, all) -> {
          if (!rules.contains(key.rule())) {
            all.forEach(wait -> wait.take(Ended.REMOVED));
          }
        });
  }

  private synchronized List<Wait> of(RunKey key) {
    return List.copyOf(waits.getOrDefault(key, List.of()));
  }

  private synchronized void forget(Wait wait) {
    List<Wait> all = waits.get(wait.key);
    if (all != null && all.remove(wait) && all.isEmpty()) {
      waits.remove(wait.key);
    }
  }
}
