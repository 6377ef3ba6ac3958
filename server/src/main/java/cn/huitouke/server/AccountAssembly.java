package cn.huitouke.server;

import static cn.huitouke.account.AccountField.chosen;
import static cn.huitouke.account.AccountField.hidden;
import static cn.huitouke.account.AccountField.later;
import static cn.huitouke.account.AccountField.made;
import static cn.huitouke.account.AccountField.secret;
import static cn.huitouke.account.AccountField.typed;

import cn.huitouke.account.AccountField;
import cn.huitouke.account.AccountId;
import cn.huitouke.account.AccountKind;
import cn.huitouke.account.AccountKind.Opened;
import cn.huitouke.account.AccountKind.Opened.AsChannel;
import cn.huitouke.account.AccountKind.Opened.AsSource;
import cn.huitouke.account.AccountKind.Use;
import cn.huitouke.account.Fault;
import cn.huitouke.adapter.kdniao.KdNiaoSettings;
import cn.huitouke.adapter.kuaidi100.Kuaidi100Settings;
import cn.huitouke.adapter.onebot.OneBot;
import cn.huitouke.adapter.onebot.OneBotAccount;
import cn.huitouke.adapter.qqbot.QqBot;
import cn.huitouke.adapter.qqbot.QqBotAccount;
import cn.huitouke.adapter.wechatmp.WeChatMp;
import cn.huitouke.adapter.wechatmp.WeChatMpAccount;
import cn.huitouke.adapter.wecom.WeCom;
import cn.huitouke.adapter.wecom.WeComAccount;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** What can be added in the console: of each adapter its fields, and how it is made of them. */
@Configuration(proxyBeanMethods = false)
class AccountAssembly {

  private static final int TOKEN = 32;
  private static final int AES_KEY = 43;
  private static final int SALT = 24;

  private final Adapters adapters;
  private final AccountSettings settings;
  private final ServerSettings server;

  AccountAssembly(Adapters adapters, AccountSettings settings, ServerSettings server) {
    this.adapters = adapters;
    this.settings = settings;
    this.server = server;
  }

  /** How an adapter is made of its values. */
  private interface Making {

    /**
     * @throws IllegalArgumentException when the adapter does not take them
     */
    Opened make(AccountId who, Values values);
  }

  /** What was given, by the names of the fields. */
  private record Values(Map<String, String> given) {

    String of(String field) {
      return given.getOrDefault(field, "");
    }

    boolean yes(String field) {
      return Boolean.parseBoolean(of(field));
    }
  }

  private record Kind(String name, Use use, List<AccountField> fields, Making making)
      implements AccountKind {

    @Override
    public Opened open(AccountId who, Map<String, String> values) {
      try {
        return making.make(who, new Values(values));
      } catch (IllegalArgumentException e) {
        return new Opened.Not(List.of(new Fault("", Fault.Why.REFUSED)));
      }
    }
  }

  @Bean
  @Order(1)
  AccountKind weChatAccounts() {
    return new Kind(
        WeChatMp.KIND,
        Use.CHANNEL,
        Stream.concat(
                Stream.of(
                    typed("app-id", true, "wx[0-9A-Za-z]{16}"),
                    secret("secret", "[0-9A-Za-z]{32}"),
                    typed("original-id", false, "gh_[0-9A-Za-z_]{4,32}"),
                    made("token", TOKEN),
                    made("aes-key", AES_KEY)),
                WrittenForm.FORMS.stream().map(form -> later(form, WrittenForm.SHAPE)))
            .toList(),
        (who, values) ->
            new AsChannel(
                adapters.weChat(
                    new WeChatMpAccount(
                        who.name(),
                        values.of("app-id"),
                        values.of("original-id"),
                        values.of("secret"),
                        values.of("token"),
                        values.of("aes-key"),
                        WeChatMpAccount.Mode.SECURE,
                        settings.base(who.kind()),
                        WrittenForm.all(values.given())))));
  }

  @Bean
  @Order(2)
  AccountKind weComAccounts() {
    return new Kind(
        WeCom.KIND,
        Use.CHANNEL,
        List.of(
            typed("corp-id", true, "w[wx][0-9A-Za-z]{8,32}"),
            secret("secret", "[0-9A-Za-z_-]{20,64}"),
            typed("open-kf-id", true, "wk[0-9A-Za-z_-]{6,62}"),
            made("token", TOKEN),
            made("aes-key", AES_KEY)),
        (who, values) ->
            new AsChannel(
                adapters.weCom(
                    new WeComAccount(
                        who.name(),
                        values.of("corp-id"),
                        values.of("secret"),
                        values.of("token"),
                        values.of("aes-key"),
                        values.of("open-kf-id"),
                        settings.base(who.kind())))));
  }

  @Bean
  @Order(3)
  AccountKind qqBotAccounts() {
    return new Kind(
        QqBot.KIND,
        Use.CHANNEL,
        List.of(typed("app-id", true, "[0-9]{5,15}"), secret("secret", "[0-9A-Za-z]{16,64}")),
        (who, values) -> {
          String base = settings.base(who.kind());
          return new AsChannel(
              adapters.qqBot(
                  new QqBotAccount(
                      who.name(),
                      values.of("app-id"),
                      values.of("secret"),
                      base,
                      base.isEmpty() ? "" : base + "/app/getAppAccessToken")));
        });
  }

  @Bean
  @Order(4)
  AccountKind oneBotAccounts() {
    return new Kind(
        OneBot.KIND,
        Use.CHANNEL,
        List.of(
            typed("self-id", true, "[0-9]{5,15}"),
            chosen("hears-all"),
            made("access-token", TOKEN)),
        (who, values) ->
            new AsChannel(
                adapters.oneBot(
                    new OneBotAccount(
                        who.name(),
                        values.of("self-id"),
                        values.of("access-token"),
                        values.yes("hears-all")))));
  }

  @Bean
  @Order(5)
  AccountKind kuaidi100Accounts() {
    return new Kind(
        "kuaidi100",
        Use.TRACKING,
        List.of(
            typed("customer", true, "[0-9A-Za-z]{6,64}"),
            secret("key", "[0-9A-Za-z]{6,64}"),
            hidden("salt", SALT)),
        (who, values) ->
            new AsSource(
                adapters.kuaidi100(
                    new Kuaidi100Settings(
                        who.name(),
                        values.of("customer"),
                        values.of("key"),
                        values.of("salt"),
                        URI.create(settings.base(who.kind(), "https://poll.kuaidi100.com")),
                        URI.create(settings.base(who.kind(), "https://www.kuaidi100.com")),
                        server.gateway().publicBase(),
                        "4"))));
  }

  @Bean
  @Order(6)
  AccountKind kdNiaoAccounts() {
    return new Kind(
        "kdniao",
        Use.TRACKING,
        List.of(
            typed("business-id", true, "[0-9A-Za-z]{3,32}"),
            secret("app-key", "[0-9A-Za-z-]{8,64}"),
            chosen("paid")),
        (who, values) ->
            new AsSource(
                adapters.kdNiao(
                    new KdNiaoSettings(
                        who.name(),
                        values.of("business-id"),
                        values.of("app-key"),
                        URI.create(settings.base(who.kind(), "https://api.kdniao.com")),
                        values.yes("paid")))));
  }
}
