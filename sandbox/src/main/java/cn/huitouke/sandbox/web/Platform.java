package cn.huitouke.sandbox.web;

/** One simulated platform behind its {@link Door}. */
public interface Platform {

  Answer answer(Call call);

  /** Refuses this call with a code of the platform's own, and writes that down. */
  Answer refuse(Call call, int code);

  /** Makes every token of before invalid. */
  default void revokeTokens() {}
}
