package cn.huitouke.schedule;

import java.time.ZoneId;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.quartz.Scheduler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One trigger a sweep, in a job store that several nodes may share. */
@Configuration(proxyBeanMethods = false)
class ScheduleAssembly {

  @Bean
  Sweeps sweeps(
      ObjectProvider<Sweep> sweeps, @Value("${huitouke.shop.zone:Asia/Shanghai}") ZoneId zone) {
    return new Sweeps(sweeps.orderedStream().toList(), zone);
  }

  @Bean
  TimeTravel timeTravel(
      ShopClock clock, Sweeps sweeps, ObjectProvider<Settling> settlings, DataSource database) {
    Glance glance = new Glance(JdbcClient.create(database));
    TimeTravel travel =
        new TimeTravel(clock, sweeps, settlings.orderedStream().toList(), glance::idle);
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
    scheduler.setWaitForJobsToCompleteOnShutdown(true);
    return scheduler;
  }

  @Bean
  Timetable timetable(Scheduler scheduler, PlatformTransactionManager transactions, Sweeps sweeps) {
    return new Timetable(scheduler, new TransactionTemplate(transactions), sweeps);
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
