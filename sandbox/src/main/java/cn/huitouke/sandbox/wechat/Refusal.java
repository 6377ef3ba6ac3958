package cn.huitouke.sandbox.wechat;

import java.time.Instant;

/**
 * One message that the platform refused.
 *
 * @param openid to whom it was meant, or empty
 * @param errcode why
 * @param wire as in {@link Sent#wire()}
 * @param at the sandbox's time
 */
public record Refusal(String openid, int errcode, String wire, Instant at) {}
