package cn.huitouke.adapter.wechatmp;

import cn.huitouke.channel.SendOutcome;

/** There is no access token, so that nothing was sent; says what that means for whoever wanted to. */
final class NoToken extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient SendOutcome outcome;

  NoToken(SendOutcome outcome) {
    super(outcome.toString(), null, false, false);
    this.outcome = outcome;
  }

  SendOutcome outcome() {
    return outcome;
  }
}
