package cn.huitouke.sandbox.phone;

import cn.huitouke.sandbox.world.PhoneNetwork;
import cn.huitouke.sandbox.world.ScreenMessage;
import cn.huitouke.sandbox.world.TurnableClock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A platform on paper, with a shop that has four sentences. */
final class PaperNetwork implements PhoneNetwork {

  final List<String> done = new CopyOnWriteArrayList<>();
  private final TurnableClock clock;
  private final List<ScreenMessage> said = new ArrayList<>();
  private final Set<String> followers = new HashSet<>();
  private final List<Consumer<ScreenMessage>> listeners = new CopyOnWriteArrayList<>();

  PaperNetwork(TurnableClock clock) {
    this.clock = clock;
  }

  @Override
  public String says(String customer, String text) {
    show(customer, true, "customer", "text", "", text, List.of(), Map.of());
    if (text.contains("快递")) {
      shopSays(customer, "好的，我来查。麻烦发一下订单号和收货手机号的后四位～");
    } else if (text.matches("\\d{19} \\d{4}")) {
      shopSays(
          customer,
          """
          查到啦！您的包裹（圆通 YT99…0021）
          昨晚 20:13 从长沙发出，正往杭州来。
          预计明天上午送到，派件时我再告诉您。\
          """);
      show(
          customer,
          false,
          "passive-reply",
          "msgmenu",
          "",
          "还想知道什么？",
          List.of(Map.entry("eta", "什么时候能到"), Map.entry("quiet", "只要到货通知")),
          Map.of());
    } else {
      shopSays(customer, "收到：" + text);
    }
    return "1";
  }

  void shopSays(String customer, String text) {
    show(customer, false, "passive-reply", "text", "", text, List.of(), Map.of());
  }

  void notifies(String customer, String title, Map<String, String> fields) {
    show(customer, false, "template", "template", title, "", List.of(), fields);
  }

  @Override
  public String chooses(String customer, String choiceId, String label) {
    done.add("choose " + choiceId);
    return says(customer, label);
  }

  @Override
  public void sendsImage(String customer, String mediaId) {
    show(customer, true, "customer", "image", "", "", List.of(), Map.of());
  }

  @Override
  public void follows(String customer, Optional<String> scene) {
    synchronized (this) {
      followers.add(customer);
    }
    shopSays(customer, "欢迎来到云朵山货！快递到哪了、茶怎么泡，都可以直接问我。");
  }

  @Override
  public synchronized void unfollows(String customer) {
    followers.remove(customer);
  }

  @Override
  public void scans(String customer, String scene) {
    done.add("scan " + scene);
    if (!isFollowing(customer)) {
      follows(customer, Optional.of(scene));
    }
    shopSays(customer, "认出您啦，这一单已经记到您名下。");
  }

  @Override
  public void tapsMenu(String customer, String key) {
    done.add("menu " + key);
    shopSays(customer, "您有 2 个包裹在路上。");
  }

  @Override
  public void answersConsent(String customer, List<String> templateIds, boolean accept) {
    done.add("consent " + templateIds + " " + accept);
  }

  @Override
  public synchronized boolean isFollowing(String customer) {
    return followers.contains(customer);
  }

  @Override
  public List<MenuItem> menu() {
    return List.of(
        new MenuItem("PARCELS", "我的快递"),
        new MenuItem("ORDERS", "我的订单"),
        new MenuItem("PERSON", "找掌柜"));
  }

  @Override
  public synchronized List<ScreenMessage> screenOf(String customer) {
    return said.stream().filter(message -> message.customer().equals(customer)).toList();
  }

  @Override
  public AutoCloseable listen(Consumer<ScreenMessage> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  int listeners() {
    return listeners.size();
  }

  private synchronized void show(
      String customer,
      boolean mine,
      String wire,
      String kind,
      String title,
      String text,
      List<Map.Entry<String, String>> choices,
      Map<String, String> fields) {
    ScreenMessage message =
        new ScreenMessage(
            said.size() + 1L,
            customer,
            mine,
            clock.instant(),
            wire,
            kind,
            title,
            text,
            choices,
            fields,
            wire.equals("template") ? "https://example.com/parcel" : "");
    said.add(message);
    listeners.forEach(listener -> listener.accept(message));
  }
}
