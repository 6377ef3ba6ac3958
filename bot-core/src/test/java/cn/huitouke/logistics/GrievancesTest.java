package cn.huitouke.logistics;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.delivery.MemoryCustomers;
import cn.huitouke.delivery.TestDelivery;
import cn.huitouke.delivery.TestPlatform;
import cn.huitouke.desk.TaskDone;
import cn.huitouke.desk.TaskOpened;
import cn.huitouke.store.TestDatabase;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GrievancesTest {

  private static final Instant NOON = Instant.parse("2026-11-21T04:00:00Z");

  @Test
  void aComplaintAboutTheDelayStopsCareUntilItsTaskIsDone() {
    MemoryCustomers customers = new MemoryCustomers();
    CustomerId mei = customers.recognise(TestPlatform.peer("mei"));
    String task = "delay-complaint:" + mei + ":2026-11-21";
    try (TestDelivery delivery =
        new TestDelivery(TestDatabase.fresh(), new TestPlatform().line(), customers, () -> NOON)) {
      Grievances grievances = new Grievances(delivery.brakes(), () -> NOON);
      grievances.hear(new TaskOpened("urge-ship:" + mei, "urge-ship", Optional.of(mei)));
      assertThat(delivery.brakes().pulled(mei)).isFalse();
      grievances.hear(new TaskOpened(task, "delay-complaint", Optional.of(mei)));
      assertThat(delivery.brakes().pulled(mei)).isTrue();
      grievances.hear(new TaskDone(task, "delay-complaint", "done", "lin"));
      assertThat(delivery.brakes().pulled(mei)).isFalse();
    }
  }
}
