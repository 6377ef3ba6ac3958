package cn.huitouke.order;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.tracking.Waybill;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The event registry writes events down as JSON and reads them again after a crash. */
class OrderNewsTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Instant NOON = Instant.parse("2026-11-21T04:00:00Z");

  @Test
  void newsSurviveTheEventRegistryWithoutThePhoneTail() {
    Waybill waybill = new Waybill("yuantong", "YT9900000000011");
    OrderNews news =
        new OrderNews(
            List.of(
                new OrderEvent.OrderPaid("1", NOON),
                new OrderEvent.ParcelShipped(
                    "1", waybill, Optional.of("7302"), "浙江省 杭州市", Optional.of(NOON)),
                new OrderEvent.OrderRefunded("1", "9.90", false),
                new OrderEvent.OrderFinished("1", Optional.empty()),
                new OrderEvent.OrderClosed("1", "退款")));

    String kept = JSON.writeValueAsString(news);
    OrderNews read = JSON.readValue(kept, OrderNews.class);

    assertThat(kept).doesNotContain("7302");
    assertThat(read.events())
        .containsExactly(
            news.events().get(0),
            new OrderEvent.ParcelShipped(
                "1", waybill, Optional.empty(), "浙江省 杭州市", Optional.of(NOON)),
            news.events().get(2),
            news.events().get(3),
            news.events().get(4));
  }

  @Test
  void aBindingSurvivesTheEventRegistry() {
    OrderBound bound = new OrderBound("1", new CustomerId(17));

    assertThat(JSON.readValue(JSON.writeValueAsString(bound), OrderBound.class)).isEqualTo(bound);
  }
}
