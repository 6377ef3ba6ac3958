package cn.huitouke.schedule;

import java.util.TimeZone;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes down when each sweep is due. What stands there already is left alone: a node that starts
 * must neither forget a fire that was missed while all were down, nor fire again what another node
 * has just fired.
 */
final class Timetable implements SmartLifecycle {

  /** Just before the scheduler starts. */
  private static final int PHASE = Integer.MAX_VALUE - 1;

  private static final String GROUP = "sweeps";

  private final Scheduler scheduler;
  private final TransactionTemplate transaction;
  private final Sweeps sweeps;
  private volatile boolean running;

  Timetable(Scheduler scheduler, TransactionTemplate transaction, Sweeps sweeps) {
    this.scheduler = scheduler;
    this.transaction = transaction;
    this.sweeps = sweeps;
  }

  @Override
  public void start() {
    transaction.executeWithoutResult(_ -> hang());
    running = true;
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  private void hang() {
    try {
      for (String sweep : sweeps.names()) {
        hang(sweep);
      }
    } catch (SchedulerException e) {
      throw new IllegalStateException("The timetable cannot be written", e);
    }
  }

  private void hang(String sweep) throws SchedulerException {
    JobDetail job = job(sweep);
    scheduler.addJob(job, true);
    TriggerKey key = TriggerKey.triggerKey(sweep, GROUP);
    Trigger known = scheduler.getTrigger(key);
    if (known == null) {
      scheduler.scheduleJob(trigger(job, sweep));
    } else if (!same(known, sweep)) {
      scheduler.rescheduleJob(key, trigger(job, sweep));
    }
  }

  private boolean same(Trigger known, String sweep) {
    TimeZone zone = sweeps.zone();
    return known instanceof CronTrigger cron
        && cron.getCronExpression().equals(sweeps.cron(sweep).getCronExpression())
        && cron.getTimeZone().getID().equals(zone.getID());
  }

  /** What a node was at when it died, another does at once: a daily sweep cannot wait for tomorrow. */
  private static JobDetail job(String sweep) {
    return JobBuilder.newJob(SweepJob.class)
        .withIdentity(sweep, GROUP)
        .storeDurably()
        .requestRecovery()
        .build();
  }

  /** Missed fires become one: a sweep looks for itself what is due. */
  private Trigger trigger(JobDetail job, String sweep) {
    return TriggerBuilder.newTrigger()
        .forJob(job)
        .withIdentity(sweep, GROUP)
        .withSchedule(
            CronScheduleBuilder.cronSchedule(sweeps.cron(sweep))
                .inTimeZone(sweeps.zone())
                .withMisfireHandlingInstructionFireAndProceed())
        .build();
  }
}
