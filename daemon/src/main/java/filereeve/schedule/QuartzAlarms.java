package filereeve.schedule;

import filereeve.event.RuleName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.DirectSchedulerFactory;
import org.quartz.simpl.RAMJobStore;
import org.quartz.simpl.SimpleThreadPool;

/// Alarms by Quartz: one thread that waits for the next due instant, one that passes it on.
final class QuartzAlarms implements Alarms {
  private final Scheduler scheduler;
  private final InstantSource clock;

  QuartzAlarms(InstantSource clock, Listener listener) {
    this.clock = clock;
    try {
      // The name must be no other's in this process: Quartz keeps a list of its schedulers.
      String name =
          "filereeve-schedule-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
      var threads = new SimpleThreadPool(1, Thread.NORM_PRIORITY);
      threads.setThreadNamePrefix("filereeve-schedule");
      DirectSchedulerFactory factory = DirectSchedulerFactory.getInstance();
      factory.createScheduler(name, name, threads, new RAMJobStore());
      scheduler = factory.getScheduler(name);
      scheduler.setJobFactory((bundle, ignored) -> context -> pass(context, listener));
      scheduler.start();
    } catch (SchedulerException e) {
      throw new IllegalStateException("cannot start the scheduler: " + e.getMessage(), e);
    }
  }

  @Override
  public void set(RuleName rule, Timetable timetable, Instant after) {
    cancel(rule);
    try {
      scheduler.scheduleJob(
          JobBuilder.newJob(Job.class).withIdentity(key(rule)).build(),
          new TimetableTrigger(rule, timetable, clock, after));
    } catch (SchedulerException e) {
      throw new IllegalStateException("cannot schedule " + rule + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void cancel(RuleName rule) {
    try {
      scheduler.deleteJob(key(rule));
    } catch (SchedulerException e) {
      throw new IllegalStateException("cannot unschedule " + rule + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      boolean waitForJobs = true;
      scheduler.shutdown(waitForJobs);
    } catch (SchedulerException e) {
      throw new IllegalStateException("cannot stop the scheduler: " + e.getMessage(), e);
    }
  }

  private static void pass(JobExecutionContext context, Listener listener) {
    var trigger = (TimetableTrigger) context.getTrigger();
    listener.due(trigger.rule(), context.getScheduledFireTime().toInstant());
  }

  private static JobKey key(RuleName rule) {
    return JobKey.jobKey(rule.toString());
  }
}
