package cn.huitouke.server;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Message;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Purpose;
import cn.huitouke.channel.Segment;
import cn.huitouke.customer.Customers;
import cn.huitouke.delivery.Channels;
import cn.huitouke.delivery.Lane;
import cn.huitouke.delivery.Letter;
import cn.huitouke.delivery.LetterStatus;
import cn.huitouke.delivery.Outbox;
import cn.huitouke.sandbox.world.ScreenMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A picture with somebody's name in its words, through the whole house to the phone. */
class PictureWayTest {

  private final ConsoleHouse house = ConsoleHouse.get();

  private Letter picture(String id, Peer peer) {
    Instant now = house.bean(InstantSource.class).instant();
    return new Letter(
        new OutboundId(id),
        house.bean(Customers.class).find(peer).orElseThrow(),
        Purpose.SERVICE,
        Lane.NOTICE,
        Message.of(
            new Segment.Image("data:image/png;base64,iVBORw0KGgo=", Optional.empty()),
            new Segment.Text("阿梅，新茶到了\n回 TD 退订")),
        Optional.empty(),
        Optional.empty(),
        now,
        now.plus(Duration.ofDays(2)),
        "test");
  }

  private LetterStatus.State state(String id) {
    return house.bean(Outbox.class).status(new OutboundId(id)).orElseThrow().state();
  }

  private List<String> shown(String openid) {
    return house.weChat().screenOf(openid).stream()
        .filter(one -> one.wire().equals("customer-service"))
        .map(ScreenMessage::kind)
        .toList();
  }

  @Test
  void byCustomerServiceItArrivesWholeAndCountsAsTwo() {
    String openid = "oPicture";
    house.weChat().follows(openid, Optional.empty());
    house.weChat().says(openid, "你好");
    Peer peer = Peer.person(house.bean(Channels.class).all().iterator().next().id(), openid);
    ConsoleHouse.until(() -> used(openid).isPresent());
    Outbox outbox = house.bean(Outbox.class);
    for (String id : List.of("picture-way:1", "picture-way:2")) {
      outbox.post(List.of(picture(id, peer)));
      ConsoleHouse.until(() -> state(id) == LetterStatus.State.ACCEPTED);
    }
    assertThat(shown(openid)).containsExactly("text", "image", "text", "image");
    assertThat(used(openid)).as("of the follow's window or the message's").hasValue(4);
  }

  /** How much of its windows is used, once both are open. */
  private Optional<Integer> used(String openid) {
    return house
        .database()
        .sql(
            "select sent_message + sent_follow from delivery.contact where address = ?"
                + " and last_message_at is not null and last_follow_at is not null")
        .param("p" + openid)
        .query(Integer.class)
        .optional();
  }
}
