package cn.huitouke.sandbox.tracking;

import java.time.Instant;

/**
 * One push that a platform tried.
 *
 * @param number the waybill, or of several the first
 * @param status for example {@code polling} or {@code shutdown}; of KDNiao the request type
 * @param attempt 1, and up to 4 with the retries
 * @param accepted whether the receiver said yes
 * @param at the sandbox's time
 */
public record Push(String number, String status, int attempt, boolean accepted, Instant at) {}
