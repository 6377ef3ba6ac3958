package cn.huitouke.server;

import cn.huitouke.sandbox.Sandbox;
import cn.huitouke.sandbox.SandboxOptions;
import cn.huitouke.sandbox.tracking.Kuaidi100Account;
import cn.huitouke.sandbox.web.Trouble;
import cn.huitouke.sandbox.wechat.WeChatAccount;
import cn.huitouke.sandbox.wechat.WeChatPlatform;
import cn.huitouke.sandbox.world.ScreenMessage;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The platform on which an owner has an account of their own, which no settings file knows: another
 * sandbox than the demo's.
 */
final class RealShop implements AutoCloseable {

  static final String SECRET = "fedcba9876543210fedcba9876543210";

  private static final WeChatAccount ACCOUNT =
      new WeChatAccount(
          "wxabcdef0123456789",
          "gh_ownshop00001",
          SECRET,
          "nothing-entered-yet",
          "NothingIsEnteredYetOnThePlatformsPage012345",
          WeChatAccount.Mode.SECURE,
          URI.create("http://127.0.0.1:9/nowhere"),
          Duration.ofSeconds(5));

  private final Sandbox sandbox =
      new Sandbox(SandboxOptions.demo(InstantSource.system()).withPort(0).withWeChat(ACCOUNT));

  RealShop() {
    sandbox.start();
  }

  /** Where the house finds it: a setting, for no page can say so. */
  String setting() {
    return "--huitouke.accounts.api-base.wechat-mp=" + sandbox.base("/wechat");
  }

  /** The same of the carriers. */
  String carriersSetting() {
    return "--huitouke.accounts.api-base.kuaidi100=" + sandbox.base("/kuaidi100");
  }

  static Map<String, String> carriersForm() {
    Kuaidi100Account carriers = Kuaidi100Account.demo();
    return Map.of("customer", carriers.customer(), "key", carriers.key());
  }

  WeChatPlatform weChat() {
    return sandbox.weChat();
  }

  /** What the owner copies into the form. */
  static Map<String, String> form(String name, String secret) {
    Map<String, String> form = new HashMap<>();
    form.put("kind", "wechat-mp");
    form.put("name", name);
    form.put("app-id", ACCOUNT.appId());
    form.put("original-id", ACCOUNT.originalId());
    form.put("secret", secret);
    return form;
  }

  static String appId() {
    return ACCOUNT.appId();
  }

  /** This machine is not on the account's list, the next time it asks for a token. */
  void doesNotKnowThisMachine() {
    weChat()
        .trouble(
            new Trouble(
                Trouble.Kind.ERRCODE, "/cgi-bin/stable_token", 1, Duration.ZERO, 40164, false));
  }

  List<String> heardBy(String customer) {
    return weChat().screenOf(customer).stream()
        .filter(message -> !message.fromCustomer())
        .map(ScreenMessage::text)
        .toList();
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
