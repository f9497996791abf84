package filereeve.schedule;

import static filereeve.telemetry.Field.field;

import filereeve.event.RuleName;
import filereeve.schedule.ScheduleSettings.Missed;
import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Fires each rule when its schedule comes due: once for each due instant while the daemon runs,
/// and once for all that came due while it did not.
///
/// Invariant: a rule's stamp is an instant up to which everything that came due is done. It is
/// written when the run has ended, so a run that a crash interrupts is caught up at the next start.
/// Stamps are on the timetable without jitter, so a change of the jitter repeats no run.
///
/// Thread: safe for use by many threads. `fire` is called by the thread that made the rule due: one
/// of Quartz', or the caller of [#replace] or [#finished].
public final class Schedules implements AutoCloseable {
  /// A run this late is taken for missed: the host slept, or its clock was set forward.
  private static final Duration LATE = Duration.ofMinutes(1);

  /// A clock that goes back by less doubles no run at a fixed time; by more, it was wrong before.
  /// Debian's cron draws the line at the same time.
  private static final Duration CLOCK_WAS_WRONG = Duration.ofHours(3);

  private final LoggedStamps stamps;
  private final Consumer<RuleName> fire;
  private final InstantSource clock;
  private final String host;
  private final Log log;
  private final Alarms alarms;
  private final Object lock = new Object();
  private final Map<RuleName, Entry> entries = new HashMap<>();

  /// @param fire called when a rule is to run; only passes it on
  /// @param host what distinguishes this host from others, for the jitter: see [Host#id]
  public Schedules(
      Stamps stamps,
      Consumer<RuleName> fire,
      InstantSource clock,
      String host,
      Log log,
      Alarms.Opening alarms) {
    this.stamps = new LoggedStamps(stamps, log);
    this.fire = fire;
    this.clock = clock;
    this.host = host;
    this.log = log;
    this.alarms = alarms.open(clock, this::due);
  }

  /// The next due times, without jitter.
  public static List<ZonedDateTime> next(ScheduleSettings settings, Instant now, int count) {
    Timetable timetable = Timetable.of(settings);
    return Stream.iterate(timetable.next(now), timetable::next)
        .limit(count)
        .map(at -> at.atZone(settings.zone()))
        .toList();
  }

  /// Puts these schedules in force. An unchanged one is not disturbed; a new one catches up on what
  /// it missed by its stamp; a changed one starts from now.
  public void replace(Map<RuleName, ScheduleSettings> wanted) {
    var made = new ArrayList<RuleName>();
    synchronized (lock) {
      for (RuleName rule : Set.copyOf(entries.keySet())) {
        if (!wanted.containsKey(rule)) {
          alarms.cancel(rule);
          entries.remove(rule);
        }
      }
      wanted.forEach(
          (rule, settings) -> {
            Entry entry = entries.get(rule);
            if (entry == null && begin(rule, settings)) {
              made.add(rule);
            } else if (entry != null && !entry.settings().equals(settings)) {
              change(rule, entry, settings);
            }
          });
    }
    made.forEach(fire);
  }

  /// What was fired for the rule is done, by the run that was fired or, if that failed, by a later
  /// one.
  public void finished(RuleName rule) {
    boolean again;
    synchronized (lock) {
      Entry entry = entries.get(rule);
      if (entry == null || entry.running().or(entry::failed).isEmpty()) {
        return;
      }
      stamps.write(rule, entry.running().or(entry::failed).get());
      again = entry.waiting().isPresent();
      entries.put(rule, entry.next());
    }
    if (again) {
      fire.accept(rule);
    }
  }

  /// The run that was fired for the rule has failed, and is not tried again soon. What it was fired
  /// for is still to be done: by the next run of the rule, or after a restart.
  public void failed(RuleName rule) {
    boolean again;
    synchronized (lock) {
      Entry entry = entries.get(rule);
      if (entry == null || entry.running().isEmpty()) {
        return;
      }
      again = entry.waiting().isPresent();
      entries.put(rule, entry.fail());
    }
    if (again) {
      fire.accept(rule);
    }
  }

  /// The host's clock was set. Schedules would stand still until it is again as late as it was: one
  /// that repeats goes on from now, and a fixed time, such as a daily one, is not run twice. If the
  /// clock went far back, it was wrong before, and all schedules start from now. A clock that was
  /// set forward makes due what lies between, by itself.
  public void clockJumped(Instant from, Instant to) {
    boolean far = to.isBefore(from.minus(CLOCK_WAS_WRONG));
    if (!to.isBefore(from)) {
      return;
    }
    synchronized (lock) {
      entries.replaceAll(
          (rule, entry) -> far ? restarted(rule, entry, to) : continued(rule, entry, to));
    }
  }

  private Entry restarted(RuleName rule, Entry entry, Instant now) {
    Instant done = now.minus(entry.jitter());
    alarms.set(rule, entry.delayed(), now);
    if (entry.isIdle()) {
      stamps.write(rule, done);
    }
    return entry.upTo(done);
  }

  private Entry continued(RuleName rule, Entry entry, Instant now) {
    if (entry.repeats()) {
      alarms.set(rule, entry.delayed(), now);
    }
    return entry;
  }

  @Override
  public void close() {
    alarms.close();
  }

  private void due(RuleName rule, Instant at) {
    boolean starts;
    synchronized (lock) {
      Entry entry = entries.get(rule);
      starts = entry != null && due(rule, entry, at);
    }
    if (starts) {
      fire.accept(rule);
    }
  }

  private boolean due(RuleName rule, Entry entry, Instant at) {
    Instant now = clock.instant();
    Instant due = at.minus(entry.jitter());
    Instant last = latest(due, now.minus(entry.jitter()));
    if (now.isAfter(at.plus(LATE))) {
      logMissed(rule, entry, due.minusNanos(1), last);
      if (entry.settings().missed() == Missed.SKIP) {
        stamps.write(rule, last);
        return false;
      }
    } else {
      log.log(Event.SCHEDULED, field("rule", rule), field("due", due));
    }
    if (entry.running().isEmpty()) {
      entries.put(rule, entry.run(last));
      return true;
    }
    var overlap = entry.settings().overlap();
    log.log(
        Event.SCHEDULE_OVERLAP,
        field("rule", rule),
        field("due", due),
        field("action", word(overlap)));
    entries.put(
        rule,
        switch (overlap) {
          case SKIP -> entry.run(last);
          case QUEUE -> entry.await(last);
        });
    return false;
  }

  /// @return whether a run is to be caught up
  private boolean begin(RuleName rule, ScheduleSettings settings) {
    Entry entry = Entry.of(rule, settings, host);
    Instant due = clock.instant().minus(entry.jitter());
    Optional<Instant> stamp = stamps.read(rule, clock.instant().plus(CLOCK_WAS_WRONG));
    Instant done = stamp.orElse(due);
    boolean missed = entry.timetable().count(done, due) > 0;
    boolean catchUp = missed && settings.missed() == Missed.RUN_ONCE;
    if (missed) {
      logMissed(rule, entry, done, due);
    }
    if (stamp.isEmpty() || (missed && !catchUp)) {
      stamps.write(rule, due);
    }
    entries.put(rule, catchUp ? entry.run(due) : entry);
    Instant after = entry.repeats() ? due : latest(done, due);
    alarms.set(rule, entry.delayed(), after.plus(entry.jitter()));
    return catchUp;
  }

  /// What the new timetable had before this moment was never due.
  private void change(RuleName rule, Entry old, ScheduleSettings settings) {
    Entry entry = Entry.of(rule, settings, host);
    Instant now = clock.instant();
    Instant due = now.minus(entry.jitter());
    if (old.isIdle()) {
      stamps.write(rule, due);
    }
    entries.put(
        rule,
        new Entry(
                settings,
                entry.timetable(),
                entry.jitter(),
                old.running(),
                old.waiting(),
                old.failed())
            .upTo(due));
    alarms.set(rule, entry.delayed(), now);
  }

  private void logMissed(RuleName rule, Entry entry, Instant done, Instant last) {
    int runs = entry.timetable().count(done, last);
    log.log(
        Event.SCHEDULE_MISSED,
        field("rule", rule),
        field("runs", runs < Timetable.COUNTED ? runs : runs + " or more"),
        field("since", done),
        field("action", word(entry.settings().missed())));
  }

  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
