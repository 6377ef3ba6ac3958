package cn.huitouke.schedule;

import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.SchedulerException;

/** Quartz says that a sweep is due. */
@DisallowConcurrentExecution
public final class SweepJob implements Job {

  @Override
  public void execute(JobExecutionContext due) {
    try {
      TimeTravel travel =
          (TimeTravel) due.getScheduler().getContext().get(TimeTravel.class.getName());
      travel.wallClockSays(due.getJobDetail().getKey().getName());
    } catch (SchedulerException e) {
      throw new IllegalStateException(e);
    }
  }
}
