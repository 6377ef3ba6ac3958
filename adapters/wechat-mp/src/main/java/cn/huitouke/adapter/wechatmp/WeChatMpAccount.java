package cn.huitouke.adapter.wechatmp;

import cn.huitouke.channel.Wire;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of one official account.
 *
 * @param id the shop's name for it, as in {@code /hooks/wechat-mp/{id}}
 * @param appId the platform's AppID
 * @param originalId the account's own {@code gh_...} id; empty: callbacks for any are taken
 * @param secret the AppSecret; empty: nothing can be sent but passive replies
 * @param token the callback token that signatures are made with
 * @param aesKey the 43 characters of EncodingAESKey; may be empty in plain mode only
 * @param mode how callbacks arrive
 * @param apiBase the API's address, normally {@link #PLATFORM}
 * @param forms the platform templates the shop has, by our name of the form
 * @param menu shown to customers from the start on; empty: the account's menu is left as it is
 */
public record WeChatMpAccount(
    String id,
    String appId,
    String originalId,
    String secret,
    String token,
    String aesKey,
    Mode mode,
    String apiBase,
    Map<String, FormTemplate> forms,
    List<Followers.Button> menu) {

  /** An account whose menu is its owner's affair. */
  public WeChatMpAccount(
      String id,
      String appId,
      String originalId,
      String secret,
      String token,
      String aesKey,
      Mode mode,
      String apiBase,
      Map<String, FormTemplate> forms) {
    this(id, appId, originalId, secret, token, aesKey, mode, apiBase, forms, List.of());
  }

  /** Where the real platform lives. */
  public static final String PLATFORM = "https://api.weixin.qq.com";

  /** How callbacks arrive; must say the same as the platform's own setting. */
  public enum Mode {
    /** Sealed only. A plain body is refused. */
    SECURE,
    /**
     * Plain and sealed side by side. Only the sealed copy is believed, for the plain one is signed by
     * nothing; a body without a sealed copy is refused.
     */
    COMPATIBLE,
    /** Unsealed. Whoever sees one request may forge others for five minutes: not for shops. */
    PLAIN
  }

  /**
   * Which platform template a form is, and what goes into its fields.
   *
   * @param templateId the platform's id
   * @param wire {@code template} or {@code subscription}
   * @param fields the platform's field ({@code thing1}) to our name of the value
   * @param url the page behind it, if the message brings none; may be empty
   */
  public record FormTemplate(String templateId, Wire wire, Map<String, String> fields, String url) {

    public FormTemplate {
      fields = Map.copyOf(fields);
      if (templateId.isBlank()) {
        throw new IllegalArgumentException("A form needs its template-id");
      }
      if (!wire.equals(WeChatMp.TEMPLATE) && !wire.equals(WeChatMp.SUBSCRIPTION)) {
        throw new IllegalArgumentException(
            "A form's wire is template or subscription, but is " + wire);
      }
    }
  }

  public WeChatMpAccount {
    forms = Map.copyOf(forms);
    menu = List.copyOf(menu);
    Followers.Button.check(id, menu);
    if (appId.isBlank() || token.isBlank()) {
      throw new IllegalArgumentException("Account " + id + " needs app-id and token");
    }
    if (mode != Mode.PLAIN || !aesKey.isEmpty()) {
      WeChatCrypt.key(aesKey)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "Account "
                          + id
                          + ": aes-key should be the 43 letters and digits of"
                          + " EncodingAESKey"));
    }
    apiBase = apiBase.isBlank() ? PLATFORM : apiBase.replaceAll("/+$", "");
    String scheme = Optional.ofNullable(URI.create(apiBase).getScheme()).orElse("");
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new IllegalArgumentException(
          "Account " + id + ": api-base should begin with https://, but is " + apiBase);
    }
  }

  /** Names the account, never its secrets. */
  @Override
  public String toString() {
    return "wechat-mp/" + id + " (" + mode + ")";
  }
}
