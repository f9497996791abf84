package filereeve.schedule;

import filereeve.event.RuleName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import org.quartz.TriggerKey;
import org.quartz.impl.triggers.CronTriggerImpl;

/// Quartz' cron trigger with our own arithmetic in its place: Quartz leaves out a daily 02:30 on
/// the day when clocks go forward, and an hourly run when they go back.
///
/// Late by whatever time (the host slept, the clock was set forward), it fires once and continues
/// from now; with the clock set back, it does not fire again for what it has fired for.
final class TimetableTrigger extends CronTriggerImpl {
  private static final long serialVersionUID = 1L;

  private final transient RuleName rule;
  private final transient Timetable timetable;
  private final transient InstantSource clock;
  private final Instant after;

  TimetableTrigger(RuleName rule, Timetable timetable, InstantSource clock, Instant after) {
    this.rule = rule;
    this.timetable = timetable;
    this.clock = clock;
    this.after = after;
    setKey(TriggerKey.triggerKey(rule.toString()));
    setStartTime(Date.from(after));
    setMisfireInstruction(MISFIRE_INSTRUCTION_IGNORE_MISFIRE_POLICY);
  }

  RuleName rule() {
    return rule;
  }

  /// The exact one: Quartz cuts off milliseconds in local time, and so takes an instant of the
  /// first of two hours that have the same name for one of the second.
  @Override
  public Date getStartTime() {
    return Date.from(after);
  }

  @Override
  public Date getFireTimeAfter(Date last) {
    return Date.from(timetable.next(latest(latest(clock.instant(), after), last.toInstant())));
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
