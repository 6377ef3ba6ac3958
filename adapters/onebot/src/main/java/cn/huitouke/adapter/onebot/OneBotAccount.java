package cn.huitouke.adapter.onebot;

/**
 * The settings of one QQ account.
 *
 * @param id the shop's name for it, as in {@code /hooks/onebot/{id}}
 * @param selfId its QQ number
 * @param accessToken what the implementation shows when it connects; at least 8 characters
 * @param hearsAll whether group messages that do not mention the account are heard, too
 */
public record OneBotAccount(String id, String selfId, String accessToken, boolean hearsAll) {

  /** An account that is silent in groups unless it is mentioned. */
  public OneBotAccount(String id, String selfId, String accessToken) {
    this(id, selfId, accessToken, false);
  }

  public OneBotAccount {
    if (!selfId.matches("[0-9]{5,15}")) {
      throw new IllegalArgumentException("OneBot " + id + ": self-id should be a QQ number");
    }
    if (accessToken.length() < 8) {
      throw new IllegalArgumentException(
          "OneBot " + id + ": access-token should have at least 8 characters");
    }
  }

  @Override
  public String toString() {
    return "onebot/" + id;
  }
}
