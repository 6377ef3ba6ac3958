package cn.huitouke.adapter.qqbot;

/**
 * The settings of one bot.
 *
 * @param id the shop's name for it, as in {@code /hooks/qq-bot/{id}}
 * @param appId the platform's BotAppID
 * @param secret the bot secret: signs callbacks and buys tokens
 * @param apiBase where messages are sent, normally {@link #API}
 * @param tokenUrl where tokens are had, normally {@link #TOKEN}
 */
public record QqBotAccount(
    String id, String appId, String secret, String apiBase, String tokenUrl) {

  public static final String API = "https://api.sgroup.qq.com";
  public static final String TOKEN = "https://bots.qq.com/app/getAppAccessToken";

  public QqBotAccount {
    if (appId.isBlank() || secret.isBlank()) {
      throw new IllegalArgumentException("QQ bot " + id + " needs app-id and secret");
    }
    apiBase = apiBase.isBlank() ? API : apiBase.replaceAll("/+$", "");
    tokenUrl = tokenUrl.isBlank() ? TOKEN : tokenUrl;
  }

  @Override
  public String toString() {
    return "qq-bot/" + id;
  }
}
