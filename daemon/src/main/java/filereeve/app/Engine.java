package filereeve.app;

import static filereeve.telemetry.Field.field;

import filereeve.config.DaemonSettings;
import filereeve.dispatch.Assignment;
import filereeve.dispatch.Dispatcher;
import filereeve.dispatch.Lane;
import filereeve.dispatch.Running;
import filereeve.event.Cause;
import filereeve.event.FileEvent;
import filereeve.event.Outcome;
import filereeve.event.RuleName;
import filereeve.event.RunKey;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import filereeve.event.Work;
import filereeve.posix.Posix;
import filereeve.queue.BlockingTriggerQueue;
import filereeve.queue.TriggerQueue;
import filereeve.route.Claims;
import filereeve.schedule.Host;
import filereeve.schedule.Schedules;
import filereeve.schedule.Stamps;
import filereeve.telemetry.Event;
import filereeve.telemetry.Field;
import filereeve.telemetry.Log;
import filereeve.watch.Roots;
import filereeve.watch.Watch;
import filereeve.watch.WatchStats;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/// The parts joined: the watch and the schedules feed the queue, the dispatcher empties it, and
/// every run of a whole rule is followed by the next one after its `rescan` interval.
///
/// Thread: started and stopped by one thread; [#replace] may be called by any, and they take turns.
final class Engine {
  /// A command's timeout is its rule's: it must end, and say so, before its run is given up.
  private static final Duration COMMAND_FIRST = Duration.ofSeconds(10);

  /// A rescan that takes this long is logged, so that its cost is seen.
  private static final Duration WORTH_A_LINE = Duration.ofSeconds(1);

  private final Posix posix;
  private final Log log;
  private final AtomicReference<RuleSet> inForce = new AtomicReference<>(RuleSet.EMPTY);

  /// Held while rules are replaced: SIGHUP can come while the first ones are taken up.
  private final ReentrantLock replacing = new ReentrantLock();

  private final Readiness readiness = new Readiness();

  private final Runnable statusChanged;
  private final RunResults results;
  private final QueueSource queue;
  private final Watch watch;
  private final Schedules schedules;
  private final ScheduledRuns scheduledRuns;
  private final Dispatcher dispatcher;

  /// @param statusChanged is run after each run of a whole rule, and when other rules fail
  Engine(
      DaemonSettings settings,
      Posix posix,
      Stamps stamps,
      Time time,
      Log log,
      Runnable statusChanged)
      throws IOException {
    this.statusChanged = statusChanged;
    this.posix = posix;
    this.log = log;
    this.results = new RunResults(time.clock(), time.ticker());
    this.queue =
        new QueueSource(
            new BlockingTriggerQueue<>(
                new TriggerQueue<>(
                    key -> inForce.get().terms(key), settings.queueLimit(), this::collapsed),
                time.ticker()),
            new RescanPace(time.ticker()::nanos),
            log);
    this.watch =
        new Watch(settings.watcher(), posix, this::route, log, time.clock(), time.ticker());
    this.schedules =
        new Schedules(stamps, this::scheduled, time.clock(), Host.id(), log, time.alarms());
    this.scheduledRuns = new ScheduledRuns(schedules::finished, schedules::failed);
    this.dispatcher =
        new Dispatcher(
            new Dispatcher.Parts(
                settings.threads(),
                queue,
                this::assignment,
                this::ended,
                this::atThreadStart,
                log,
                time.clock(),
                time.ticker(),
                () -> ThreadLocalRandom.current().nextDouble()));
  }

  /// Begins to work by these rules.
  ///
  /// @return is reached when everything is watched and every rule was reconciled once
  Readiness start(RuleSet rules) throws InterruptedException {
    readiness.expect(rules.rules().keySet());
    dispatcher.start();
    replace(rules);
    return readiness;
  }

  /// Puts these rules in force. New and changed ones are reconciled at once.
  ///
  /// @throws InterruptedException then the rules before are still in force
  void replace(RuleSet rules) throws InterruptedException {
    replacing.lockInterruptibly();
    try {
      replaceHeld(rules);
    } finally {
      replacing.unlock();
    }
  }

  private void replaceHeld(RuleSet rules) throws InterruptedException {
    RuleSet last = inForce.getAndSet(rules);
    List<ActiveRule> other = rules.all().stream().filter(r -> !isSame(r, last)).toList();
    Claims claims = rules.router().claims();
    try {
      watch.replace(
          new Roots(claims.roots(), claims::reach, claims::followsLink),
          () -> other.stream().filter(r -> r.rule().claim().owns()).forEach(this::reconcile));
    } catch (InterruptedException e) {
      inForce.set(last);
      throw e;
    }
    readiness.expectOnly(rules.rules().keySet());
    results.keep(rules.rules().keySet());
    other.stream().filter(r -> !r.rule().claim().owns()).forEach(this::reconcile);
    schedules.replace(rules.schedules());
  }

  private static boolean isSame(ActiveRule rule, RuleSet last) {
    return last.rule(rule.name()).filter(rule::equals).isPresent();
  }

  private void reconcile(ActiveRule rule) {
    offer(new Trigger(rule.name(), new Subject.Whole(), Cause.START));
  }

  /// Waits until changes in this directory, or of this file, are heard of, or cannot be.
  ///
  /// @param waiting is called several times a second meanwhile
  void awaitWatched(Path path, Runnable waiting) throws IOException, InterruptedException {
    watch.await(path, waiting);
  }

  void offer(Trigger trigger) {
    queue.offer(trigger);
  }

  RuleSet rules() {
    return inForce.get();
  }

  /// The host's clock was set.
  void clockJumped(Instant from, Instant to) {
    schedules.clockJumped(from, to);
  }

  /// What became of the rules' runs.
  RunResults results() {
    return results;
  }

  /// The runs that have begun and not ended.
  List<Running> running() {
    return dispatcher.running();
  }

  /// How long until the next run of a rule; empty if none waits.
  Optional<Duration> untilRun(RuleName rule) {
    return queue.queue().untilReady(rule);
  }

  WatchStats watched() {
    return watch.stats();
  }

  /// How many keys wait.
  int waiting() {
    return queue.queue().waiting();
  }

  /// Whether it can do its work: asked twice in each period of systemd's watchdog.
  boolean isAlive() {
    return dispatcher.isAlive();
  }

  /// Starts no further run, and ends those at work: finished or safely undone.
  ///
  /// @return whether all ended in time
  boolean stop(Duration within) throws InterruptedException {
    scheduledRuns.stopping();
    schedules.close();
    watch.close();
    boolean ended = dispatcher.stop(within);
    queue.queue().close();
    return ended;
  }

  private void route(FileEvent event) {
    for (Trigger trigger : inForce.get().router().route(event)) {
      if (log.isOn(Event.ROUTED)) {
        log.log(Event.ROUTED, Field.fields(trigger.key(), field("cause", trigger.cause().key())));
      }
      if (trigger.cause() == Cause.RESCAN) {
        queue.rescan(trigger);
      } else {
        queue.offer(trigger);
      }
    }
  }

  private void scheduled(RuleName rule) {
    queue.offer(new Trigger(rule, new Subject.Whole(), Cause.SCHEDULE));
  }

  private void collapsed(RuleName rule, int keys) {
    log.log(Event.QUEUE_OVERFLOW, field("rule", rule), field("keys", keys));
  }

  private Optional<Assignment> assignment(RuleName name) {
    RuleSet rules = inForce.get();
    return rules
        .rule(name)
        .map(
            rule ->
                new Assignment(
                    rule.handler(),
                    rules.router().claims(),
                    rule.rule().timeout().plus(COMMAND_FIRST),
                    rule.rule().retry()));
  }

  private void ended(Work work, Outcome outcome, Duration took) {
    RunKey key = work.key();
    boolean changed = results.ended(work, outcome, took);
    Optional<ActiveRule> active = rules().rule(key.rule());
    if (active.isEmpty()) { // it was removed while this run was at work
      results.forget(key.rule());
      scheduledRuns.forget(key.rule());
      return;
    }
    if (changed) {
      statusChanged.run();
    }
    if (!(key.subject() instanceof Subject.Whole)) {
      return;
    }
    RuleName rule = key.rule();
    readiness.ended(rule);
    if (work.causes().contains(Cause.RESCAN) && took.compareTo(WORTH_A_LINE) >= 0) {
      log.log(Event.RESCANNED, field("rule", rule), field("took", took));
    }
    scheduledRuns.ended(work, outcome);
    switch (outcome) {
      case Outcome.Done _, Outcome.Skipped _, Outcome.Refused _, Outcome.Failed _ ->
          queue.later(key, Cause.RESCAN, active.get().rule().rescan(), false);
      case Outcome.Deferred _, Outcome.Retry _ -> {
        // It runs again by itself.
      }
    }
    statusChanged.run();
  }

  /// What compresses leaves CPU and disk to everybody else.
  void atThreadStart(Lane lane) {
    if (lane != Lane.COMPRESS) {
      return;
    }
    try {
      posix.lowPriority();
    } catch (IOException e) {
      log.log(
          Event.DEGRADED, field("why", "compression runs at normal priority: " + e.getMessage()));
    }
  }
}
