package cn.huitouke.order;

import cn.huitouke.order.Found.Item;
import cn.huitouke.order.Found.Shipment;
import cn.huitouke.store.Vault;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Orders as rows by the names of their columns, with what identifies a person sealed. */
record OrderRows(Vault vault, Instant now) {

  Map<String, @Nullable Object> order(Kept order) {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("number", order.number());
    row.put("source", order.source());
    row.put("listed", order.listed());
    row.put("status", order.status().name());
    row.put("goods_amount", plain(order.amounts().goods()));
    row.put("postage", plain(order.amounts().postage()));
    row.put("paid_amount", plain(order.amounts().paid()));
    row.put("refund_amount", plain(order.amounts().refund()));
    row.put("province", order.province());
    row.put("city", order.city());
    row.put("created_at", text(order.times().created()));
    row.put("paid_at", text(order.times().paid()));
    row.put("shipped_at", text(order.times().shipped()));
    row.put("finished_at", text(order.times().finished()));
    row.put("close_reason", order.closeReason());
    row.put("presale", order.presale());
    row.put("no_logistics", order.noLogistics());
    row.put("titles", order.titles());
    row.put("quantity", order.quantity());
    Person person = order.person();
    row.put("person", base64(vault.seal(person.toText(), Person.ABOUT)));
    row.put("phone_print", print(person.fullPhone(), "orders.phone"));
    row.put("nick_print", print(person.fullNick(), "orders.nick"));
    row.put("now", now.toString());
    return row;
  }

  private @Nullable String print(Optional<String> text, String about) {
    return text.map(t -> base64(vault.fingerprint(t, about))).orElse(null);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static @Nullable String plain(@Nullable BigDecimal amount) {
    return amount == null ? null : amount.toPlainString();
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  void lines(Kept order, List<Map<String, @Nullable Object>> rows) {
    int position = 0;
    for (Item item : order.items()) {
      Map<String, @Nullable Object> row = new HashMap<>();
      row.put("order_number", order.number());
      row.put("key", item.key());
      row.put("position", position++);
      row.put("sub_number", item.subNumber());
      row.put("title", item.title());
      row.put("sku", item.sku());
      row.put("price", plain(item.price()));
      row.put("quantity", item.quantity());
      row.put("merchant_code", item.merchantCode());
      row.put("refund", plain(item.refund()));
      rows.add(row);
    }
  }

  void products(Kept order, List<Map<String, @Nullable Object>> rows) {
    for (Item item : order.items()) {
      Map<String, @Nullable Object> row = new HashMap<>();
      row.put("key", Items.productKey(item.title(), item.sku(), item.merchantCode()));
      row.put("title", item.title());
      row.put("sku", item.sku());
      row.put("merchant_code", item.merchantCode());
      row.put("now", now.toString());
      rows.add(row);
    }
  }

  void parcels(Kept order, List<Map<String, @Nullable Object>> rows) {
    int position = 0;
    for (Shipment shipment : order.shipments()) {
      Map<String, @Nullable Object> row = new HashMap<>();
      row.put("order_number", order.number());
      row.put("carrier", shipment.waybill().carrier());
      row.put("number", shipment.waybill().number());
      row.put("position", position++);
      row.put("carrier_name", shipment.carrierName());
      rows.add(row);
    }
  }
}
