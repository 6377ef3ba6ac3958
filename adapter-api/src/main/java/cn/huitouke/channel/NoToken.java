package cn.huitouke.channel;

/**
 * The platform gave no access token, so that nothing was sent; says what that means for whoever wanted
 * to. For adapters, from where the token is missing to where the outcome is made; it never leaves them.
 */
public final class NoToken extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient SendOutcome outcome;

  public NoToken(SendOutcome outcome) {
    super(outcome.toString(), null, false, false);
    this.outcome = outcome;
  }

  public SendOutcome outcome() {
    return outcome;
  }
}
