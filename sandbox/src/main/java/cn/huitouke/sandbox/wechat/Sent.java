package cn.huitouke.sandbox.wechat;

import java.time.Instant;

/**
 * One message that the platform took.
 *
 * @param sequence grows with every entry
 * @param openid to whom
 * @param wire as in {@link cn.huitouke.sandbox.world.ScreenMessage#wire()}
 * @param kind the platform's own type
 * @param text the words
 * @param messageId the platform's id of it, or 0 where it gives none
 * @param clientId the sender's own id of it, or empty
 * @param at the sandbox's time
 */
public record Sent(
    long sequence,
    String openid,
    String wire,
    String kind,
    String text,
    long messageId,
    String clientId,
    Instant at) {}
