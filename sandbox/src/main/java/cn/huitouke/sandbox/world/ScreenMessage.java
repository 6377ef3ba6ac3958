package cn.huitouke.sandbox.world;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One bubble on a customer's phone.
 *
 * @param sequence grows with every message of the platform
 * @param customer openid
 * @param fromCustomer whether the customer said it
 * @param at the sandbox's time
 * @param wire how it came: {@code passive-reply}, {@code customer-service}, {@code template}, {@code
 *     subscription}, {@code mass}, or {@code customer}
 * @param kind the platform's own type, for example {@code text}, {@code news}, {@code msgmenu}
 * @param title of a card or template, or empty
 * @param text the words
 * @param choices answers to tap: id and label
 * @param fields a template's fields, by the labels that the customer sees
 * @param url page behind it, or empty
 */
public record ScreenMessage(
    long sequence,
    String customer,
    boolean fromCustomer,
    Instant at,
    String wire,
    String kind,
    String title,
    String text,
    List<Map.Entry<String, String>> choices,
    Map<String, String> fields,
    String url) {}
