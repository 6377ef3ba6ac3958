package cn.huitouke.logistics;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.conversation.Skill;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.delivery.Brakes;
import cn.huitouke.order.BoundGreeting;
import cn.huitouke.schedule.Strides;
import cn.huitouke.schedule.Sweep;
import cn.huitouke.store.TestDatabase;
import cn.huitouke.tracking.TrackingInbox;
import cn.huitouke.wording.Sayings;
import cn.huitouke.wording.Templates;
import cn.huitouke.wording.Tone;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

class WiringTest {

  @Test
  void theModulesBeansFindOneAnother() {
    var database = TestDatabase.fresh();
    try (var context = new AnnotationConfigApplicationContext()) {
      var twins = context.getBeanFactory();
      twins.registerSingleton("jdbc", JdbcClient.create(database));
      twins.registerSingleton("transactions", new JdbcTransactionManager(database));
      twins.registerSingleton(
          "strides", new Strides(database, new JdbcTransactionManager(database)));
      twins.registerSingleton("clock", (java.time.InstantSource) () -> Instant.EPOCH);
      twins.registerSingleton("vault", new ParcelStage.PlainVault());
      twins.registerSingleton("orders", new ParcelStage.Books());
      twins.registerSingleton("customers", new ParcelStage.People());
      twins.registerSingleton("outbox", new ParcelStage.Post());
      twins.registerSingleton("desk", new ParcelStage.Counter());
      twins.registerSingleton("brakes", new Pedal());
      var source = new ParcelStage.FarSource();
      twins.registerSingleton("sources", (TrackingSources) () -> List.of(source));
      twins.registerSingleton(
          "wording",
          new Templates(
              Optional.of(ParcelStage.templates()),
              Tone.COURTEOUS,
              List.of(LogisticsSayings.sayings())));
      context.scan("cn.huitouke.logistics");
      context.refresh();

      assertThat(context.getBeansOfType(Sweep.class).values())
          .extracting(Sweep::name)
          .containsExactlyInAnyOrder(
              "watch-parcels",
              "parcel-notices",
              "morning-refresh",
              "morning-digest",
              "parcel-troubles",
              "unshipped-orders",
              "learn-lanes");
      assertThat(context.getBean(Skill.class).name()).isEqualTo("where-is-my-parcel");
      assertThat(context.getBean(TrackingInbox.class)).isInstanceOf(Parcels.class);
      assertThat(context.getBean(BoundGreeting.class)).isNotNull();
      assertThat(context.getBean(Sayings.class).templates()).isNotEmpty();
      assertThat(context.getBean(LogisticsSettings.class)).isEqualTo(LogisticsSettings.usual());
    }
  }

  /** One brake for everybody. */
  private static final class Pedal implements Brakes {
    private final Set<String> causes = new HashSet<>();

    @Override
    public void pull(CustomerId customer, String cause, Kind kind, Instant at) {
      causes.add(cause);
    }

    @Override
    public void release(CustomerId customer, String cause, Instant at) {
      causes.remove(cause);
    }

    @Override
    public boolean pulled(CustomerId customer) {
      return !causes.isEmpty();
    }
  }
}
