package cn.huitouke.schedule;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.quartz.CronScheduleBuilder;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;
import org.springframework.transaction.PlatformTransactionManager;

/** One trigger a sweep, in a job store that several nodes may share. */
@Configuration(proxyBeanMethods = false)
class ScheduleAssembly {

  private static final String GROUP = "sweeps";

  @Bean
  Sweeps sweeps(ObjectProvider<Sweep> sweeps) {
    return new Sweeps(sweeps.orderedStream().toList());
  }

  @Bean
  TimeTravel timeTravel(ShopClock clock, Sweeps sweeps, ObjectProvider<Settling> settlings) {
    TimeTravel travel = new TimeTravel(clock, sweeps, settlings.orderedStream().toList());
    if (!clock.offset().isZero()) {
      travel.follow();
    }
    return travel;
  }

  @Bean
  SchedulerFactoryBean scheduler(
      DataSource database,
      PlatformTransactionManager transactions,
      Sweeps sweeps,
      TimeTravel travel) {
    SchedulerFactoryBean scheduler = new SchedulerFactoryBean();
    scheduler.setDataSource(database);
    scheduler.setTransactionManager(transactions);
    scheduler.setQuartzProperties(properties());
    scheduler.setSchedulerContextAsMap(Map.of(TimeTravel.class.getName(), travel));
    scheduler.setOverwriteExistingJobs(true);
    scheduler.setWaitForJobsToCompleteOnShutdown(true);
    List<JobDetail> jobs = sweeps.names().stream().map(ScheduleAssembly::job).toList();
    scheduler.setJobDetails(jobs.toArray(JobDetail[]::new));
    scheduler.setTriggers(jobs.stream().map(job -> trigger(job, sweeps)).toArray(Trigger[]::new));
    return scheduler;
  }

  private static JobDetail job(String sweep) {
    return JobBuilder.newJob(SweepJob.class).withIdentity(sweep, GROUP).storeDurably().build();
  }

  /** Missed fires become one: a sweep looks for itself what is due. */
  private static Trigger trigger(JobDetail job, Sweeps sweeps) {
    return TriggerBuilder.newTrigger()
        .forJob(job)
        .withIdentity(job.getKey().getName(), GROUP)
        .withSchedule(
            CronScheduleBuilder.cronSchedule(sweeps.cron(job.getKey().getName()))
                .inTimeZone(Sweeps.SHOP)
                .withMisfireHandlingInstructionFireAndProceed())
        .build();
  }

  private static Properties properties() {
    Properties quartz = new Properties();
    quartz.put("org.quartz.scheduler.instanceName", "huitouke");
    quartz.put("org.quartz.scheduler.instanceId", "AUTO");
    quartz.put("org.quartz.scheduler.makeSchedulerThreadDaemon", "true");
    quartz.put("org.quartz.threadPool.threadCount", "4");
    quartz.put("org.quartz.threadPool.makeThreadsDaemons", "true");
    quartz.put("org.quartz.jobStore.tablePrefix", "schedule.qrtz_");
    quartz.put("org.quartz.jobStore.isClustered", "true");
    quartz.put("org.quartz.jobStore.clusterCheckinInterval", "10000");
    quartz.put(
        "org.quartz.jobStore.driverDelegateClass",
        "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
    return quartz;
  }
}
