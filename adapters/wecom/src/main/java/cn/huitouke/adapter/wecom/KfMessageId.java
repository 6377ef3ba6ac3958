package cn.huitouke.adapter.wecom;

import cn.huitouke.channel.OutboundId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What our messages are called on the platform, which takes names of ours, at most 32 of [0-9a-zA-Z_-],
 * each once. A message of ours that is several of the platform's goes by the name of the first; the
 * others' names say which one that is, because the platform tells only by its own message's name that
 * one did not arrive.
 */
final class KfMessageId {

  private static final Pattern LATER = Pattern.compile("([0-9a-zA-Z_-]{22})_([0-9]{1,9})");

  private KfMessageId() {}

  /**
   * Derived, so that a repetition goes by the same name.
   *
   * @param number of the part, counted from 1
   */
  static String of(OutboundId id, int number) {
    UUID name = UUID.nameUUIDFromBytes(id.value().getBytes(StandardCharsets.UTF_8));
    if (number == 1) {
      return hex(name);
    }
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(name.getMostSignificantBits()).putLong(name.getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array()) + "_" + number;
  }

  /** The name of the whole message of which this names a part; what is not of ours stays as it is. */
  static String whole(String part) {
    Matcher later = LATER.matcher(part);
    if (!later.matches()) {
      return part;
    }
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(later.group(1)));
    return hex(new UUID(bytes.getLong(), bytes.getLong()));
  }

  private static String hex(UUID name) {
    return name.toString().replace("-", "");
  }
}
