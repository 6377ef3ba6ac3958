package cn.huitouke.server;

import cn.huitouke.sandbox.Sandbox;
import cn.huitouke.sandbox.SandboxOptions;
import cn.huitouke.sandbox.tracking.Kuaidi100Account;
import cn.huitouke.sandbox.wechat.Template;
import cn.huitouke.sandbox.wechat.WeChatAccount;
import cn.huitouke.sandbox.world.Journey;
import cn.huitouke.sandbox.world.Parcels;
import cn.huitouke.sandbox.world.ScreenMessage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** WeChat and Kuaidi100 on the other side of the wire, and one customer's phone. */
final class FarSide implements AutoCloseable {

  static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  static final String MEI = "oMei-0001";
  private static final String SALT = "far-side-salt-1";

  private volatile InstantSource clock = InstantSource.system();
  private final Sandbox sandbox;
  private final WeChatAccount account;
  private final int gateway;

  FarSide(int gatewayPort, List<Journey> journeys) {
    this.gateway = gatewayPort;
    this.account =
        WeChatAccount.demo()
            .withCallbackUrl(URI.create("http://127.0.0.1:" + gateway + "/hooks/wechat-mp/shop"));
    this.sandbox =
        new Sandbox(
            SandboxOptions.demo(() -> clock.instant())
                .withPort(0)
                .withParcels(new Fixed(journeys))
                .withWeChat(account));
    sandbox
        .weChat()
        .register(
            new Template(
                "T-PROGRESS",
                "物流进度提醒",
                false,
                Map.of("thing1", "商品", "thing2", "最新进度", "thing3", "预计送达", "time4", "更新时间")));
    sandbox.start();
  }

  private record Fixed(List<Journey> journeys) implements Parcels {
    @Override
    public Optional<Journey> find(String carrier, String number) {
      return journeys.stream()
          .filter(j -> j.carrier().equals(carrier) && j.number().equals(number))
          .findFirst();
    }

    @Override
    public Collection<Journey> all() {
      return journeys;
    }
  }

  /** The product's settings under which it meets this far side. */
  List<String> settings() {
    Kuaidi100Account kuaidi100 = Kuaidi100Account.demo();
    String mp = "--huitouke.channels.wechat-mp[0].";
    String kd = "--huitouke.tracking.kuaidi100.";
    return List.of(
        mp + "id=shop",
        mp + "app-id=" + account.appId(),
        mp + "original-id=" + account.originalId(),
        mp + "secret=" + account.secret(),
        mp + "token=" + account.token(),
        mp + "aes-key=" + account.aesKey(),
        mp + "mode=secure",
        mp + "api-base=" + sandbox.base("/wechat"),
        mp + "forms.parcel-progress.template-id=T-PROGRESS",
        mp + "forms.parcel-progress.fields.thing1=title",
        mp + "forms.parcel-progress.fields.thing2=status",
        mp + "forms.parcel-progress.fields.thing3=arrival",
        mp + "forms.parcel-progress.fields.time4=time",
        kd + "customer=" + kuaidi100.customer(),
        kd + "key=" + kuaidi100.key(),
        kd + "salt=" + SALT,
        kd + "resultv2=8",
        kd + "api-base=" + sandbox.base("/kuaidi100"),
        kd + "autonumber-base=" + sandbox.base("/kuaidi100"),
        kd + "callback-base=http://127.0.0.1:" + gateway);
  }

  void follow(InstantSource other) {
    clock = other;
  }

  Instant now() {
    return clock.instant();
  }

  Sandbox sandbox() {
    return sandbox;
  }

  void meiFollows() {
    sandbox.weChat().follows(MEI, Optional.empty());
  }

  void meiSays(String text) {
    sandbox.weChat().says(MEI, text);
  }

  /** What the shop has said to her, oldest first. */
  List<ScreenMessage> heard() {
    return sandbox.weChat().screenOf(MEI).stream().filter(m -> !m.fromCustomer()).toList();
  }

  /** Waits until something that she heard is so. */
  ScreenMessage meiHears(Predicate<ScreenMessage> wanted) {
    until(() -> heard().stream().anyMatch(wanted), Duration.ofSeconds(30), "she heard " + texts());
    return heard().stream().filter(wanted).reduce((_, last) -> last).orElseThrow();
  }

  ScreenMessage meiHears(String words) {
    return meiHears(message -> whole(message).contains(words));
  }

  List<String> texts() {
    return heard().stream().map(FarSide::whole).toList();
  }

  static String whole(ScreenMessage message) {
    return message.title() + message.text() + message.fields().values();
  }

  static void until(BooleanSupplier condition, Duration patience, String otherwise) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Waited " + patience + " in vain: " + otherwise);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  static Instant shanghai(String local) {
    return LocalDateTime.parse(local).atZone(SHANGHAI).toInstant();
  }

  /** A parcel's way in the carrier's style: time, line, codes. */
  static Journey journey(
      String carrier, String number, Optional<String> tail, Instant promised, Object... steps) {
    List<Journey.Step> all = new ArrayList<>();
    for (int i = 0; i < steps.length; i += 3) {
      all.add(
          new Journey.Step(
              (Instant) steps[i], (String) steps[i + 1], (String) steps[i + 2], "2", "江苏,苏州市"));
    }
    return new Journey(carrier, number, tail, all, Optional.of(promised));
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
