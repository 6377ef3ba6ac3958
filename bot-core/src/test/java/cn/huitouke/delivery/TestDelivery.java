package cn.huitouke.delivery;

import cn.huitouke.channel.Channel;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.customer.Customers;
import cn.huitouke.store.Clerk;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/** Delivery as tests of this and other packages need it. */
public final class TestDelivery implements AutoCloseable {

  private final DeliveryDesk desk;
  private final Clerk clerk;
  private final List<Setback> setbacks = new CopyOnWriteArrayList<>();

  public TestDelivery(
      DataSource database, Channel channel, Customers customers, InstantSource clock) {
    clerk = new Clerk("clerk", database);
    desk =
        new DeliveryDesk(
            database,
            clerk,
            only(channel),
            customers,
            new LocalPace(System::nanoTime),
            new Reasons(),
            DeliverySettings.usual(),
            clock,
            setbacks::add,
            Duration.ofMillis(400));
    desk.start();
  }

  public static Channels only(Channel channel) {
    return new Channels() {
      @Override
      public Optional<Channel> find(ChannelId id) {
        return id.equals(channel.id()) ? Optional.of(channel) : Optional.empty();
      }

      @Override
      public Collection<Channel> all() {
        return List.of(channel);
      }
    };
  }

  public Outbox outbox() {
    return desk.office;
  }

  public Mailings mailings() {
    return desk.mailings;
  }

  /** What was refused for what stands in it. */
  List<Setback> setbacks() {
    return setbacks;
  }

  public Ways ways() {
    return desk.office;
  }

  public Brakes brakes() {
    return desk.office;
  }

  public Replies replies() {
    return desk.replies;
  }

  HouseRules rules() {
    return desk.rules;
  }

  public Contacts contacts() {
    return desk.office;
  }

  public Clerk clerk() {
    return clerk;
  }

  public Courier courier() {
    return desk.courier;
  }

  public void sweep(Instant now) {
    desk.sweep.run(now);
  }

  @Override
  public void close() {
    desk.stop();
    clerk.close();
  }
}
