package cn.huitouke.server;

import cn.huitouke.adapter.onebot.OneBotAccount;
import cn.huitouke.adapter.qqbot.QqBotAccount;
import cn.huitouke.adapter.wechatmp.Followers;
import cn.huitouke.adapter.wechatmp.WeChatMpAccount;
import cn.huitouke.adapter.wecom.WeComAccount;
import cn.huitouke.channel.Wire;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The accounts, {@code huitouke.channels.*}. Each adapter checks its own.
 *
 * @param wechatMp official accounts
 * @param wecom WeCom customer-service accounts
 * @param qqBot official QQ bots
 * @param onebot QQ accounts behind OneBot v11
 */
@ConfigurationProperties("huitouke.channels")
record ChannelSettings(
    @DefaultValue List<WeChatMp> wechatMp,
    @DefaultValue List<WeCom> wecom,
    @DefaultValue List<QqBot> qqBot,
    @DefaultValue List<OneBot> onebot) {

  boolean empty() {
    return wechatMp.isEmpty() && wecom.isEmpty() && qqBot.isEmpty() && onebot.isEmpty();
  }

  /** {@code huitouke.channels.wechat-mp[n]}. */
  record WeChatMp(
      @DefaultValue("shop") String id,
      @DefaultValue("") String appId,
      @DefaultValue("") String originalId,
      @DefaultValue("") String secret,
      @DefaultValue("") String token,
      @DefaultValue("") String aesKey,
      @DefaultValue("secure") WeChatMpAccount.Mode mode,
      @DefaultValue("") String apiBase,
      @DefaultValue Map<String, Form> forms,
      @DefaultValue List<Button> menu) {

    WeChatMpAccount account() {
      return new WeChatMpAccount(
          id,
          appId,
          originalId,
          secret,
          token,
          aesKey,
          mode,
          apiBase,
          forms.entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().template())),
          menu.stream().map(Button::button).toList());
    }
  }

  /**
   * {@code huitouke.channels.wechat-mp[n].menu[n]}: a label with a target (the key that a tap brings,
   * or a page's address), or with up to five buttons below.
   */
  record Button(
      @DefaultValue("") String label,
      @DefaultValue("") String target,
      @DefaultValue List<ButtonBelow> below) {

    Followers.Button button() {
      return new Followers.Button(label, target, below.stream().map(ButtonBelow::button).toList());
    }
  }

  /** {@code huitouke.channels.wechat-mp[n].menu[n].below[n]}. */
  record ButtonBelow(@DefaultValue("") String label, @DefaultValue("") String target) {

    Followers.Button button() {
      return new Followers.Button(label, target, List.of());
    }
  }

  /** {@code huitouke.channels.wechat-mp[n].forms.NAME}. */
  record Form(
      @DefaultValue("") String templateId,
      @DefaultValue("template") String wire,
      @DefaultValue Map<String, String> fields,
      @DefaultValue("") String url) {

    WeChatMpAccount.FormTemplate template() {
      return new WeChatMpAccount.FormTemplate(templateId, new Wire(wire), fields, url);
    }
  }

  /** {@code huitouke.channels.wecom[n]}. */
  record WeCom(
      @DefaultValue("shop") String id,
      @DefaultValue("") String corpId,
      @DefaultValue("") String secret,
      @DefaultValue("") String token,
      @DefaultValue("") String aesKey,
      @DefaultValue("") String openKfId,
      @DefaultValue("") String apiBase) {

    WeComAccount account() {
      return new WeComAccount(id, corpId, secret, token, aesKey, openKfId, apiBase);
    }
  }

  /** {@code huitouke.channels.qq-bot[n]}. */
  record QqBot(
      @DefaultValue("shop") String id,
      @DefaultValue("") String appId,
      @DefaultValue("") String secret,
      @DefaultValue("") String apiBase,
      @DefaultValue("") String tokenUrl) {

    QqBotAccount account() {
      return new QqBotAccount(id, appId, secret, apiBase, tokenUrl);
    }
  }

  /** {@code huitouke.channels.onebot[n]}. */
  record OneBot(
      @DefaultValue("shop") String id,
      @DefaultValue("") String selfId,
      @DefaultValue("") String accessToken,
      @DefaultValue("false") boolean hearsAll) {

    OneBotAccount account() {
      return new OneBotAccount(id, selfId, accessToken, hearsAll);
    }
  }
}
