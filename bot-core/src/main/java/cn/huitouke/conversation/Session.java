package cn.huitouke.conversation;

import java.time.Duration;
import java.util.Optional;

/**
 * What a conversation is about at the moment: short-lived notes of the skills, kept in Redis.
 * Losing them costs comfort (a question is asked again), never a promise.
 */
public interface Session {

  /** A note, if it is there and not too old. */
  Optional<String> note(String key);

  /** Keeps a note. {@code key} begins with the skill's name. At most 1,000 characters. */
  void note(String key, String value, Duration life);

  void forget(String key);
}
