package cn.huitouke.benchmarks;

/** Opens a reply as the platform would, and looks whether it goes to the customer who wrote. */
final class ReplyCheck {

  private final Sealing sealing;
  private final Letters letters;

  ReplyCheck(Account account, Letters letters) {
    sealing = new Sealing(account);
    this.letters = letters;
  }

  private boolean holds(String content, long id) {
    return !content.isEmpty() && content.contains(letters.expected(id));
  }

  boolean isFor(long id, String body) {
    String sealed = FlatXml.field(body, "Encrypt");
    String signature =
        sealing.sign(FlatXml.field(body, "TimeStamp"), FlatXml.field(body, "Nonce"), sealed);
    if (!signature.equals(FlatXml.field(body, "MsgSignature"))) {
      return false;
    }
    try {
      String reply = sealing.open(sealed);
      return FlatXml.field(reply, "ToUserName").equals(letters.openid(id))
          && holds(FlatXml.field(reply, "Content"), id);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
