package cn.huitouke.server;

import cn.huitouke.adapter.kuaidi100.Kuaidi100Settings;
import cn.huitouke.adapter.wechatmp.Followers;
import cn.huitouke.adapter.wechatmp.WeChatMp;
import cn.huitouke.adapter.wechatmp.WeChatMpAccount;
import cn.huitouke.channel.Wire;
import cn.huitouke.sandbox.Sandbox;
import cn.huitouke.sandbox.SandboxOptions;
import cn.huitouke.sandbox.shop.DemoShop;
import cn.huitouke.sandbox.tracking.Kuaidi100Account;
import cn.huitouke.sandbox.wechat.Template;
import cn.huitouke.sandbox.wechat.WeChatAccount;
import cn.huitouke.sandbox.world.Parcels;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sandbox with the demo shop in it, and the settings under which our adapters meet it. */
final class Playground implements AutoCloseable {

  private static final String SALT = "a-salt-of-the-sandbox";

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
              "温馨提示"));

  /** The demo account's menu. A real account's is its owner's affair. */
  static final List<Followers.Button> MENU =
      List.of(
          new Followers.Button("我的快递", "where-is-my-parcel", List.of()),
          new Followers.Button("能帮您做什么", "offer", List.of()));

  private final Sandbox sandbox;
  private final DemoShop shop;
  private final WeChatAccount weChat = WeChatAccount.demo();
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
                  .withWeChat(weChat.withCallbackUrl(gateway.resolve("/hooks/wechat-mp/shop"))));
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

  Kuaidi100Settings kuaidi100() {
    Kuaidi100Account account = Kuaidi100Account.demo();
    URI base = sandbox.base("/kuaidi100");
    return new Kuaidi100Settings(
        "main", account.customer(), account.key(), SALT, base, base, gateway, "8");
  }

  private static WeChatMpAccount.FormTemplate form(String id, String... fields) {
    return new WeChatMpAccount.FormTemplate(
        "sandbox-" + id, new Wire(WeChatMp.TEMPLATE.name()), pairs(fields), "");
  }

  /** The templates of notices for which customers give consent. */
  static List<String> subscriptions() {
    return TEMPLATES.stream().filter(Template::subscription).map(Template::id).toList();
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
