package cn.huitouke.sandbox.wechat;

import cn.huitouke.sandbox.world.ScreenMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A message on its way to a screen: what it says, without its number. */
record Bubble(
    String customer,
    boolean fromCustomer,
    Instant at,
    String wire,
    String kind,
    String title,
    String text,
    List<Map.Entry<String, String>> choices,
    Map<String, String> fields,
    String url) {

  /** The wires, as the screen names them. */
  static final String PASSIVE = "passive-reply";

  static final String CUSTOMER_SERVICE = "customer-service";
  static final String TEMPLATE = "template";
  static final String SUBSCRIPTION = "subscription";
  static final String MASS = "mass";

  static Bubble said(String customer, Instant at, String kind, String text) {
    return new Bubble(customer, true, at, "customer", kind, "", text, List.of(), Map.of(), "");
  }

  static Bubble heard(String customer, Instant at, String wire, Content content) {
    return new Bubble(
        customer,
        false,
        at,
        wire,
        content.kind(),
        content.title(),
        content.text(),
        content.choices(),
        content.fields(),
        content.url());
  }

  ScreenMessage numbered(long sequence) {
    return new ScreenMessage(
        sequence, customer, fromCustomer, at, wire, kind, title, text, choices, fields, url);
  }

  /** What a message holds, whichever way it comes. */
  record Content(
      String kind,
      String title,
      String text,
      List<Map.Entry<String, String>> choices,
      Map<String, String> fields,
      String url) {

    static Content plain(String kind, String text) {
      return new Content(kind, "", text, List.of(), Map.of(), "");
    }

    static Content card(String kind, String title, String text, String url) {
      return new Content(kind, title, text, List.of(), Map.of(), url);
    }
  }
}
