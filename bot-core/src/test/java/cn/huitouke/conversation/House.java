package cn.huitouke.conversation;

import cn.huitouke.customer.Customers;
import cn.huitouke.delivery.TestDelivery;
import cn.huitouke.delivery.TestPlatform;
import cn.huitouke.understanding.Intent;
import cn.huitouke.understanding.Understood;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/** The inbound desk and delivery together on one database, with one line to a test platform. */
final class House implements AutoCloseable {

  final TestPlatform.Line line;
  final TestDelivery delivery;
  final InboundDesk desk;

  House(
      DataSource database,
      TestPlatform.Line line,
      Customers customers,
      InstantSource clock,
      Skill... skills) {
    this.line = line;
    this.delivery = new TestDelivery(database, line, customers, clock);
    Reception reception =
        new Reception(
            TestDelivery.only(line),
            customers,
            House::understand,
            new MemorySessions(1000, clock),
            List.of(skills),
            List.of(),
            delivery.replies(),
            delivery.contacts(),
            clock);
    this.desk =
        new InboundDesk(database, delivery.clerk(), reception, clock, Duration.ofMillis(500));
    desk.start();
    line.start(desk);
  }

  static Understood understand(String text) {
    return new Understood(text, Intent.CHIT_CHAT, false, Understood.Slots.NONE);
  }

  /** Waits until nothing is under way. */
  void quiet() {
    until(() -> desk.idle() && delivery.courier().idle());
  }

  static void until(BooleanSupplier condition) {
    long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > patience) {
        throw new AssertionError("It did not happen within 20 s");
      }
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
  }

  @Override
  public void close() {
    desk.stop();
    delivery.close();
  }
}
