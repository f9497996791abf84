package filereeve.dispatch;

import filereeve.dispatch.RunLines.Ended;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.RuleName;
import filereeve.event.RunId;
import filereeve.event.RunKey;
import filereeve.event.Subject;
import filereeve.event.Work;
import filereeve.telemetry.Log;
import filereeve.time.Ticker;
import filereeve.units.Durations;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/// Runs handlers: named worker threads in lanes, so that a long run of one kind never delays
/// another kind. A run without progress is interrupted; one that does not even react to that loses
/// its thread, and the lane continues with another. What a handler throws is a failed run and
/// nothing more.
///
/// Thread: safe. The workers are daemon threads and belong to this object, from [#start] to
/// [#stop].
public final class Dispatcher {
  /// A run that is without progress for this long waits for something, most often for a command.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /// How long a run may take to react to its interrupt.
  private static final Duration GRACE = Duration.ofSeconds(5);

  /// Long compressions in whose place others run, at most.
  private static final int LONG_COMPRESSIONS = 8;

  private static final RetryPolicy NO_RETRY = new RetryPolicy(1, Duration.ZERO, Duration.ZERO);

  /// What the dispatcher is given.
  ///
  /// @param workers threads of each lane
  /// @param rules how a rule is run at present; empty if it is gone, which drops the key
  /// @param atThreadStart is run first by each thread of a lane
  /// @param random from 0 to 1, for jitter
  public record Parts(
      Map<Lane, Integer> workers,
      WorkSource source,
      Function<RuleName, Optional<Assignment>> rules,
      OutcomeListener listener,
      Consumer<Lane> atThreadStart,
      Log log,
      InstantSource clock,
      Ticker ticker,
      DoubleSupplier random) {}

  private final Parts parts;
  private final Duration grace;
  private final RunLines lines;
  private final RunId.Sequence ids;
  private final Timeouts timeouts;
  private final List<Worker> workers = new ArrayList<>();
  private boolean stopping;

  public Dispatcher(Parts parts) {
    this(parts, PATIENCE, GRACE);
  }

  Dispatcher(Parts parts, Duration patience, Duration grace) {
    this.parts = parts;
    this.grace = grace;
    this.lines = new RunLines(parts.log, parts.clock, rule -> parts.rules.apply(rule).isPresent());
    this.ids = new RunId.Sequence(parts.clock.instant());
    this.timeouts = new Timeouts(patience, grace, parts.ticker, this::standIn, this::replace);
  }

  public synchronized void start() {
    timeouts.start();
    for (Lane lane : Lane.values()) {
      for (int i = 1; i <= threads(lane); i++) {
        add(lane, "filereeve-" + lane.name().toLowerCase(Locale.ROOT) + "-" + i);
      }
    }
  }

  /// Whether every lane has its threads: otherwise a kind of work would stop unnoticed.
  public synchronized boolean isAlive() {
    return timeouts.thread().isAlive()
        && parts.workers.entrySet().stream()
            .allMatch(lane -> threadsOf(lane.getKey()) >= lane.getValue());
  }

  /// The runs that have begun and not ended.
  public synchronized List<Running> running() {
    return workers.stream()
        .flatMap(worker -> worker.current().stream())
        .map(run -> new Running(run.id(), run.key(), run.age()))
        .toList();
  }

  private long threadsOf(Lane lane) {
    return workers.stream().filter(w -> w.lane() == lane && w.thread().isAlive()).count();
  }

  /// Begins no more runs, lets those that have begun end, and interrupts them when half of the time
  /// is over.
  ///
  /// @return whether all ended in time
  public boolean stop(Duration within) throws InterruptedException {
    List<Worker> all;
    synchronized (this) {
      stopping = true;
      all = List.copyOf(workers);
    }
    long end = System.nanoTime() + within.toNanos();
    all.forEach(Worker::stop);
    if (!Worker.join(all, end - within.toNanos() / 2)) {
      all.forEach(Worker::interruptRun);
    }
    boolean ended = Worker.join(all, end);
    timeouts.stop();
    timeouts.thread().join();
    return ended;
  }

  /// One rule that hangs never takes all workers of a lane. With compressions it may, because a
  /// long one has its place taken in any case.
  private int perRule(Lane lane) {
    return switch (lane) {
      case RELOAD, SCAN, ROTATE, MAIL -> Math.max(1, threads(lane) - 1);
      case COMPRESS -> threads(lane);
    };
  }

  private int threads(Lane lane) {
    return parts.workers.getOrDefault(lane, 0);
  }

  /// Begins a worker's thread.
  void begin(Lane lane) {
    parts.atThreadStart.accept(lane);
  }

  /// Waits for a worker's next work; empty when there will be no more.
  Optional<Work> take(Lane lane) throws InterruptedException {
    return parts.source.take(lane, perRule(lane));
  }

  /// Something other than a handler threw: a bug in Filereeve.
  void broken(String thread, Throwable why) {
    lines.broken(thread, why);
  }

  /// Runs a worker's work to its end, whatever comes.
  void run(Work work, Worker worker) {
    Optional<Assignment> assigned = parts.rules.apply(work.key().rule());
    if (assigned.isEmpty()) {
      drop(work, "the rule is no longer in the configuration");
      return;
    }
    Assignment assignment = assigned.get();
    RunId id = ids.next(work.key().rule());
    var execution =
        new Execution(id, work.key(), worker, assignment.timeout(), parts.ticker::nanos);
    if (!worker.begin(execution)) {
      drop(work, "the daemon is stopping");
      return;
    }
    id.run(() -> run(work, assignment, execution));
  }

  private void run(Work work, Assignment assignment, Execution execution) {
    int attempt = lines.attempt(work.key());
    lines.started(work, attempt);
    long began = parts.ticker.nanos();
    var run = new Run(work.key(), work.causes(), attempt, assignment.claims(), execution::progress);
    Result result = handle(run, assignment, execution);
    var took = Duration.ofNanos(parts.ticker.nanos() - began);
    Outcome outcome = inContext(result.outcome, execution, assignment);
    conclude(new Ended(work, attempt, took, outcome, result.thrown), assignment.retry());
  }

  /// What a handler answered, or what it threw.
  private record Result(Outcome outcome, Optional<Throwable> thrown) {}

  @SuppressWarnings("CatchingUnchecked") // whatever one handler throws, the others continue
  private Result handle(Run run, Assignment assignment, Execution execution) {
    timeouts.add(execution);
    try {
      return new Result(assignment.handler().handle(run), Optional.empty());
    } catch (InterruptedException _) {
      return new Result(
          new Outcome.Retry("cannot finish " + run.key() + ": it was interrupted."),
          Optional.empty());
    } catch (Throwable thrown) {
      return new Result(
          new Outcome.Failed(
              "cannot finish %s: %s. This is a bug in Filereeve: please report it."
                  .formatted(run.key(), thrown)),
          Optional.of(thrown));
    } finally {
      timeouts.remove(execution);
      execution.worker().end(execution);
    }
  }

  /// A failure of a run that was interrupted is the interrupt's, whatever it says of itself.
  private static Outcome inContext(Outcome outcome, Execution execution, Assignment assignment) {
    return switch (outcome) {
      case Outcome.Done _, Outcome.Skipped _, Outcome.Refused _, Outcome.Deferred _ -> outcome;
      case Outcome.Retry _, Outcome.Failed _ ->
          switch (execution.interrupted()) {
            case NO -> outcome;
            case STOP -> new Outcome.Skipped("the daemon is stopping");
            case TIMEOUT ->
                new Outcome.Retry(
                    "cannot finish %s: no progress for %s, so it was interrupted. See what it waits for, or raise its timeout."
                        .formatted(execution.key(), Durations.format(assignment.timeout())));
          };
    };
  }

  private void conclude(Ended run, RetryPolicy retry) {
    Work work = run.work();
    try {
      lines.ended(run, retry.attempts());
      parts.listener.ended(work, lastWord(run, retry), run.took());
      again(run, retry);
    } finally {
      parts.source.finished(work.key());
    }
  }

  /// A run without another attempt has failed.
  private static Outcome lastWord(Ended run, RetryPolicy retry) {
    return run.outcome() instanceof Outcome.Retry(String why) && run.attempt() >= retry.attempts()
        ? new Outcome.Failed(why)
        : run.outcome();
  }

  private void again(Ended run, RetryPolicy retry) {
    RunKey key = run.work().key();
    switch (run.outcome()) {
      case Outcome.Done _, Outcome.Skipped _, Outcome.Refused _, Outcome.Failed _ -> {}
      case Outcome.Deferred(Duration after, _) ->
          parts.source.later(key, Cause.RETRY, after, false);
      case Outcome.Retry _ -> {
        if (run.attempt() < retry.attempts()) {
          Duration after = retry.waitAfter(run.attempt(), parts.random.getAsDouble());
          // A change of a whole rule is worth a run at once; a busy file changes all the time.
          boolean hold = !(key.subject() instanceof Subject.Whole);
          parts.source.later(key, Cause.RETRY, after, hold);
        }
      }
    }
  }

  /// A run that could not begin.
  private void drop(Work work, String why) {
    var skipped = new Outcome.Skipped(why);
    conclude(new Ended(work, 1, Duration.ZERO, skipped, Optional.empty()), NO_RETRY);
  }

  /// The lane continues with another thread while a run waits, so that rules whose commands hang
  /// never take all of its threads. As one rule has only so many runs at once, that many more
  /// threads there can be. Compressions take turns: with them it is false at a limit of threads.
  private synchronized boolean standIn(Execution execution) {
    Lane lane = execution.worker().lane();
    if (lane == Lane.COMPRESS && threadsOf(lane) >= threads(lane) + LONG_COMPRESSIONS) {
      return false;
    }
    takePlace(execution, execution.worker());
    return true;
  }

  private void replace(Execution execution) {
    Worker hanging = execution.worker();
    execution.id().run(() -> lines.hangs(execution.key(), hanging.name(), grace));
    takePlace(execution, hanging);
  }

  private synchronized void takePlace(Execution execution, Worker worker) {
    if (!stopping && worker.abandon(execution)) {
      add(worker.lane(), worker.name());
    }
  }

  private void add(Lane lane, String name) {
    workers.removeIf(w -> w.thread().getState() == Thread.State.TERMINATED);
    var worker = new Worker(lane, name, this);
    workers.add(worker);
    worker.start();
  }
}
