package cn.huitouke.server;

import cn.huitouke.adapter.kuaidi100.Kuaidi100Settings;
import cn.huitouke.adapter.qqbot.QqBotAccount;
import cn.huitouke.adapter.wechatmp.Followers;
import cn.huitouke.adapter.wechatmp.WeChatMp;
import cn.huitouke.adapter.wechatmp.WeChatMpAccount;
import cn.huitouke.adapter.wecom.WeComAccount;
import cn.huitouke.channel.Wire;
import cn.huitouke.sandbox.Sandbox;
import cn.huitouke.sandbox.SandboxOptions;
import cn.huitouke.sandbox.phone.PhonePage;
import cn.huitouke.sandbox.qq.BotAccount;
import cn.huitouke.sandbox.qq.GroupPhones;
import cn.huitouke.sandbox.qq.QqPhones;
import cn.huitouke.sandbox.shop.DemoBuyer;
import cn.huitouke.sandbox.shop.DemoShop;
import cn.huitouke.sandbox.tracking.Kuaidi100Account;
import cn.huitouke.sandbox.wechat.Template;
import cn.huitouke.sandbox.wechat.WeChatAccount;
import cn.huitouke.sandbox.wecom.KfAccount;
import cn.huitouke.sandbox.wecom.KfPhones;
import cn.huitouke.sandbox.world.Parcels;
import cn.huitouke.sandbox.world.PhoneNetwork;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The sandbox with the demo shop in it, and the settings under which our adapters meet it. */
final class Playground implements AutoCloseable {

  private static final String SALT = "a-salt-of-the-sandbox";

  private static final String CARE = "sandbox-care";
  private static final String CARE_LATER = "sandbox-care-later";

  /** The shop's templates on the simulated platform: fields as the customer sees them. */
  private static final List<Template> TEMPLATES =
      List.of(
          template(
              "parcel-shipped",
              "发货通知",
              "thing1",
              "商品",
              "thing2",
              "快递公司",
              "character_string3",
              "运单号",
              "thing4",
              "温馨提示"),
          template(
              "parcel-progress",
              "物流进度提醒",
              "thing1",
              "商品",
              "thing2",
              "最新进度",
              "thing3",
              "预计送达",
              "time4",
              "更新时间"),
          template(
              "parcel-arrival",
              "到货提醒",
              "thing1",
              "商品",
              "thing2",
              "状态",
              "character_string3",
              "运单号",
              "thing4",
              "温馨提示"),
          new Template(
              CARE,
              "购买后回访提醒",
              true,
              pairs("thing1", "商品", "thing2", "想问您", "thing3", "店铺", "time4", "时间")),
          new Template(
              CARE_LATER,
              "使用情况回访提醒",
              true,
              pairs("thing1", "商品", "thing2", "想问您", "thing3", "店铺", "time4", "时间")));

  /** The demo account's menu. A real account's is its owner's affair. */
  static final List<Followers.Button> MENU =
      List.of(
          new Followers.Button("我的快递", "where-is-my-parcel", List.of()),
          new Followers.Button("能帮您做什么", "offer", List.of()));

  private final Sandbox sandbox;
  private final DemoShop shop;
  private final WeChatAccount weChat = WeChatAccount.demo();
  private final KfAccount weCom = KfAccount.demo();
  private final BotAccount qq = BotAccount.demo();
  private final URI gateway;

  /**
   * @param parcels what the carriers know
   */
  Playground(ServerSettings settings, InstantSource clock, DemoShop shop, Parcels parcels) {
    this.shop = shop;
    this.gateway = URI.create("http://127.0.0.1:" + settings.gateway().port());
    try {
      this.sandbox =
          new Sandbox(
              SandboxOptions.demo(clock)
                  .withPort(settings.sandbox().port())
                  .withParcels(parcels)
                  .withWeChat(weChat.withCallbackUrl(gateway.resolve("/hooks/wechat-mp/shop")))
                  .withWeCom(weCom.withCallbackUrl(gateway.resolve("/hooks/wecom/shop")))
                  .withQq(qq.withCallbackUrl(gateway.resolve("/hooks/qq-bot/shop"))));
    } catch (UncheckedIOException e) {
      throw new CannotStart(
          "The sandbox's port "
              + settings.sandbox().port()
              + " is taken. Stop what holds it, or set huitouke.sandbox.port to another.");
    }
    TEMPLATES.forEach(sandbox.weChat()::register);
  }

  Sandbox sandbox() {
    return sandbox;
  }

  DemoShop shop() {
    return shop;
  }

  /** The demo account as our adapter is to be set up for it. */
  WeChatMpAccount weChatAccount() {
    return new WeChatMpAccount(
        "shop",
        weChat.appId(),
        weChat.originalId(),
        weChat.secret(),
        weChat.token(),
        weChat.aesKey(),
        WeChatMpAccount.Mode.SECURE,
        sandbox.base("/wechat").toString(),
        Map.of(
            "care", care(CARE),
            "care-later", care(CARE_LATER),
            "parcel-shipped",
                form(
                    "parcel-shipped",
                    "thing1",
                    "title",
                    "thing2",
                    "carrier",
                    "character_string3",
                    "number",
                    "thing4",
                    "remark"),
            "parcel-progress",
                form(
                    "parcel-progress",
                    "thing1",
                    "title",
                    "thing2",
                    "status",
                    "thing3",
                    "arrival",
                    "time4",
                    "time"),
            "parcel-arrival",
                form(
                    "parcel-arrival",
                    "thing1",
                    "title",
                    "thing2",
                    "status",
                    "character_string3",
                    "number",
                    "thing4",
                    "remark")));
  }

  /** The demo shop's customer service. */
  WeComAccount weComAccount() {
    return new WeComAccount(
        "shop",
        weCom.corpId(),
        weCom.secret(),
        weCom.token(),
        weCom.aesKey(),
        weCom.openKfId(),
        sandbox.base("/wecom").toString());
  }

  /** The demo shop's QQ bot. */
  QqBotAccount qqBotAccount() {
    return new QqBotAccount(
        "shop",
        qq.appId(),
        qq.secret(),
        sandbox.base("/qq").toString(),
        sandbox.base("/qq/app/getAppAccessToken").toString());
  }

  /** The apps on a customer's phone, each with the platform behind it. */
  Map<String, PhoneNetwork> apps() {
    Map<String, PhoneNetwork> apps = new LinkedHashMap<>();
    apps.put("wechat", sandbox.weChat());
    apps.put("kf", new KfPhones(sandbox.weCom()));
    apps.put("qq", new QqPhones(sandbox.qq()));
    apps.put("group", new GroupPhones(sandbox.qq(), DemoShop.NAME, this::nick));
    return apps;
  }

  private String nick(String customer) {
    return shop.buyers().stream()
        .filter(buyer -> buyer.openid().equals(customer))
        .map(DemoBuyer::nick)
        .findFirst()
        .orElse("路人");
  }

  /** What the phone page can ask a customer to allow: each time once, as on the platform. */
  static Map<String, String> notices() {
    return TEMPLATES.stream()
        .filter(Template::subscription)
        .collect(Collectors.toMap(Template::id, Template::title));
  }

  /** The page with the subscribe button for the notices of care. */
  static String allowPage(URI site) {
    return site + PhonePage.ALLOW + "?template=" + CARE + "&template=" + CARE_LATER;
  }

  Kuaidi100Settings kuaidi100() {
    Kuaidi100Account account = Kuaidi100Account.demo();
    URI base = sandbox.base("/kuaidi100");
    return new Kuaidi100Settings(
        "main", account.customer(), account.key(), SALT, base, base, gateway, "8");
  }

  private static WeChatMpAccount.FormTemplate care(String template) {
    return new WeChatMpAccount.FormTemplate(
        template,
        new Wire(WeChatMp.SUBSCRIPTION.name()),
        pairs("thing1", "title", "thing2", "content", "thing3", "shop", "time4", "time"),
        "");
  }

  private static WeChatMpAccount.FormTemplate form(String id, String... fields) {
    return new WeChatMpAccount.FormTemplate(
        "sandbox-" + id, new Wire(WeChatMp.TEMPLATE.name()), pairs(fields), "");
  }

  private static Template template(String id, String title, String... fields) {
    return new Template("sandbox-" + id, title, false, pairs(fields));
  }

  private static Map<String, String> pairs(String... parts) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = 0; i < parts.length; i += 2) {
      pairs.put(parts[i], parts[i + 1]);
    }
    return pairs;
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
