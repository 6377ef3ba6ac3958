package cn.huitouke.logistics;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.delivery.Brakes;
import cn.huitouke.desk.TaskDone;
import cn.huitouke.desk.TaskOpened;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/**
 * Who complains that a parcel takes too long is not asked how they like it, nor invited anywhere, until
 * somebody has seen to it.
 */
@Component
class Grievances {

  private static final String KIND = "delay-complaint";

  /** As {@link WhereIsMyParcel} names the task: kind, customer, day. */
  private static final Pattern KEY = Pattern.compile(KIND + ":c(\\d+):.*");

  private final Brakes brakes;
  private final InstantSource clock;

  Grievances(Brakes brakes, InstantSource clock) {
    this.brakes = brakes;
    this.clock = clock;
  }

  @ApplicationModuleListener
  void hear(TaskOpened task) {
    if (task.kind().equals(KIND)) {
      task.customer()
          .ifPresent(
              customer ->
                  brakes.pull(customer, task.key(), Brakes.Kind.COMPLAINT, clock.instant()));
    }
  }

  @ApplicationModuleListener
  void hear(TaskDone task) {
    Matcher key = KEY.matcher(task.key());
    if (task.kind().equals(KIND) && key.matches()) {
      brakes.release(new CustomerId(Long.parseLong(key.group(1))), task.key(), clock.instant());
    }
  }
}
