package cn.huitouke.desk;

import cn.huitouke.customer.CustomerId;
import java.util.List;
import java.util.Optional;

/** What needs a person. */
public interface Desk {

  /**
   * Opens a task unless one with its key is open already.
   *
   * @param key natural and unique: {@code binding:19900…:c17}
   * @param kind for example {@code confirm-binding}, {@code stuck-parcel}, {@code wants-a-person}
   */
  void open(String key, String kind, Optional<CustomerId> customer, Briefing briefing);

  /** Closes a task. Publishes {@link TaskDone}. {@code outcome}: done, refused, confirmed … */
  boolean close(String key, String outcome, String operator);

  List<Task> openTasks(int limit);
}
